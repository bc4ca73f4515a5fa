import { int, source } from '../../dsl/index.js';
import { batch } from '../values/batch.js';
import { clips } from '../values/clips.js';

/**
 * The first clips of a sequence as one batch: a constant, to measure a training on.
 *
 * in   clips
 * out  batch  as many draws as are asked for, fewer where the sequence is shorter, none where it is empty
 */
export const dataFirst = source({
  id: 'data.first',
  summary: 'The first clips of a sequence as one batch',
  emits: 'one',
  in: { clips: clips() },
  with: { count: int('number of clips at most', { default: 64, min: 1, unit: 'clips' }) },
  out: { batch: batch() },
  cost: () => ({}),
  async *run({ clips }, { count }) {
    yield { batch: { clips, first: 0, size: Math.min(count, clips.length) } };
  },
});
