import { path, source, string } from '../../dsl/index.js';
import { readStrips } from '../clips/read-strips.js';
import { clips } from '../values/clips.js';

/**
 * Clips whose frames lie side by side in one image each, as a manifest lists them with captions and classes.
 *
 * out  clips
 * fails E_FILE_MISSING, E_DATA_FORM, E_DATA_EMPTY
 */
export const dataStrips = source({
  id: 'data.strips',
  summary: 'Clips whose frames lie side by side in images',
  emits: 'one',
  in: {},
  with: {
    path: path('the manifest.json'),
    split: string('only the clips of this split; empty: all', { default: '' }),
  },
  out: { clips: clips() },
  files: ({ path }) => ({ reads: { path } }),
  async *run(_, { path, split }) {
    yield { clips: await readStrips(path, split) };
  },
});
