import { bool, path, stage } from '../../dsl/index.js';
import { prepareFolder } from '../disk/prepare-folder.js';
import { RunRecord } from '../training/run-record.js';
import { training as trainingPort } from '../values/training.js';

/**
 * Keep the record of a training run in its folder.
 *
 * in   training  the state of the run
 * out  nothing; metrics.jsonl, a line per step; TensorBoard events on the tensorflow backend; at the end, also of a run that is stopped or
 *      fails, report.html and curves.png
 * Numbers that cannot be written are a warning; the training goes on.
 * fails E_FOLDER before the first step when the folder cannot be written to
 */
export const trainRecord = stage({
  id: 'train.record',
  summary: 'Keep the record of a training run: numbers, TensorBoard events, a report',
  in: { training: trainingPort() },
  with: {
    path: path('folder of the run'),
    tensorboard: bool('write TensorBoard events where the backend is tensorflow', { default: true }),
  },
  out: {},
  files: ({ path }) => ({ writes: { path: `${path}/metrics.jsonl` } }),
  cost: () => ({}),
  open: async ({ path, tensorboard }, { node, share, warn, wrote }) => {
    if (share.index > 0) return { next: () => ({}) }; // the leader keeps it
    await prepareFolder(path, `nodes.${node}.with.path`);
    const record = new RunRecord(path, tensorboard, { warn, wrote });
    return {
      next: async ({ training }) => {
        await record.see(training);
        return {};
      },
      done: () => record.finish(),
      abort: () => record.finish(),
    };
  },
});
