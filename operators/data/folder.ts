import { path, source } from '../../dsl/index.js';
import { readFolder } from '../clips/read-folder.js';
import { clips } from '../values/clips.js';

/**
 * The videos and pictures of a folder and of the folders inside it, in the order of their names. A sub-folder is a class.
 *
 * out  clips
 * fails E_FILE_MISSING, E_DATA_FORM when it is not a folder, E_DATA_EMPTY when it has no videos or pictures
 */
export const dataFolder = source({
  id: 'data.folder',
  summary: 'The videos and pictures of a folder; a sub-folder is a class',
  emits: 'one',
  in: {},
  with: { path: path('a folder of videos, pictures, and animated WebP, GIF and PNG') },
  out: { clips: clips() },
  files: ({ path }) => ({ reads: { path } }),
  async *run(_, { path }) {
    yield { clips: await readFolder(path) };
  },
});
