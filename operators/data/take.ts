import { int, pure } from '../../dsl/index.js';
import { clips } from '../values/clips.js';

/**
 * The first clips of a sequence.
 *
 * in   clips
 * out  clips
 */
export const dataTake = pure({
  id: 'data.take',
  summary: 'The first clips of a sequence',
  in: { clips: clips() },
  with: { count: int('number of clips', { min: 1, unit: 'clips' }) },
  out: { clips: clips() },
  run: ({ clips }, { count }) => ({ clips: { ...clips, length: Math.min(count, clips.length) } }),
});
