import { path, source } from '../../dsl/index.js';
import { readShards } from '../clips/read-shards.js';
import { clips } from '../values/clips.js';

/**
 * The clips in tar files, as WebDataset lays them out: files with the same name up to the first dot belong together. `.txt` has the caption,
 * `.cls` the class, `.json` both. Tar files are not unpacked; a clip is read from its place in the file.
 *
 * out  clips
 * fails E_FILE_MISSING, E_DATA_EMPTY; E_SHARD for a tar file that is damaged, cut off or compressed
 * source https://github.com/webdataset/webdataset
 */
export const dataShards = source({
  id: 'data.shards',
  summary: 'The clips in tar files (WebDataset)',
  emits: 'one',
  in: {},
  with: { path: path('a .tar file, or a folder of them') },
  out: { clips: clips() },
  files: ({ path }) => ({ reads: { path } }),
  async *run(_, { path }) {
    yield { clips: await readShards(path) };
  },
});
