import { choice, int, path, source } from '../../dsl/index.js';
import { readUcf101 } from '../clips/read-ucf101.js';
import { clips } from '../values/clips.js';

/**
 * UCF-101 with its official split and classes: a folder with `UCF-101` (a folder per class) and `ucfTrainTestlist`.
 *
 * out  clips  labels are those of classInd.txt, from 0
 * fails E_FILE_MISSING; E_DATA_FORM when a list or clips of it are missing
 * source https://www.crcv.ucf.edu/data/UCF101.php
 */
export const dataUcf101 = source({
  id: 'data.ucf101',
  summary: 'UCF-101 with its official splits',
  emits: 'one',
  in: {},
  with: {
    path: path('the folder of UCF-101 and ucfTrainTestlist'),
    split: int('one of the three official splits', { default: 1, min: 1, max: 3 }),
    part: choice(['train', 'test', 'all'], 'which part of the split', { default: 'train' }),
  },
  out: { clips: clips() },
  files: ({ path }) => ({ reads: { path } }),
  async *run(_, { path, split, part }) {
    yield { clips: await readUcf101(path, { split, part }) };
  },
});
