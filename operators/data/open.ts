import { existsSync } from 'node:fs';
import { path, source } from '../../dsl/index.js';
import { openData } from '../clips/open-data.js';
import { refuseOther } from '../clips/refuse-other.js';
import { clips } from '../values/clips.js';

/**
 * A data set of any form, recognised by what is there: a folder of videos and pictures, a list of captions, UCF-101 (the training part of
 * split 1), tar files, or a manifest of strips. The operators of each form have further settings.
 *
 * out  clips
 * fails E_FILE_MISSING, E_DATA_FORM, E_DATA_EMPTY, E_CAPTIONS, E_SHARD
 */
export const dataOpen = source({
  id: 'data.open',
  summary: 'A data set of any form',
  emits: 'one',
  in: {},
  with: { path: path('a folder, a .csv, .jsonl or .tar file, or a manifest.json') },
  out: { clips: clips() },
  files: ({ path }) => ({ reads: { path } }),
  // `hpdm check` passes where the data set is still to be fetched
  checkFiles: async ({ path }, start) => {
    if (start !== undefined && !existsSync(path)) await refuseOther(path, 'folder');
  },
  async *run(_, { path }, { warn }) {
    yield { clips: (await openData(path, warn)).clips };
  },
});
