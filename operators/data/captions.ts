import { path, source } from '../../dsl/index.js';
import { readCaptions } from '../clips/read-captions.js';
import { clips } from '../values/clips.js';

/**
 * The clips that a CSV or JSONL file lists with their captions: `path`, `caption`, and optionally `alternatives` (further wordings, separated
 * by |), `label`, `start` and `end` in seconds. Paths are relative to the file.
 *
 * out  clips
 * fails E_FILE_MISSING, E_DATA_FORM, E_DATA_EMPTY; E_CAPTIONS with the line, when a column is missing or there twice, a value does not fit,
 *       or clips do not exist
 */
export const dataCaptions = source({
  id: 'data.captions',
  summary: 'The clips that a list of captions names',
  emits: 'one',
  in: {},
  with: { path: path('a .csv or .jsonl file') },
  out: { clips: clips() },
  files: ({ path }) => ({ reads: { path } }),
  async *run(_, { path }, { warn }) {
    yield { clips: await readCaptions(path, warn) };
  },
});
