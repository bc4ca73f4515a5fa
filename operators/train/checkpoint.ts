import { rmdir } from 'node:fs/promises';
import { HpdmError, bool, int, number, path, stage } from '../../dsl/index.js';
import { training as trainingPort } from '../values/training.js';
import { checkFolder } from '../disk/check-folder.js';
import { prepareFolder } from '../disk/prepare-folder.js';
import { CheckpointKeeper } from '../training/checkpoint-keeper.js';
import { checkpoints } from '../training/checkpoints.js';
import { EARLIER, setAside } from '../training/set-aside.js';

/**
 * Save checkpoints of a training run: at regular intervals, when the run is stopped, when another node fails, and at the end.
 *
 * in   training  the state of the run
 * out  nothing; folders step-NNNNNNN with model.safetensors, train.safetensors, state.json
 * A checkpoint that cannot be written is a warning, and is tried again at the next interval.
 * fails E_FOLDER before the first step when the folder cannot be written to, E_EXISTS when it has the checkpoints of another
 *       run; E_OUTPUT_WRITE, E_DISK_FULL when the last checkpoint cannot be written
 */
export const trainCheckpoint = stage({
  id: 'train.checkpoint',
  summary: 'Save checkpoints of a training run',
  in: { training: trainingPort() },
  with: {
    path: path('folder of the checkpoints'),
    every: int('steps between checkpoints', { default: 500, min: 1, unit: 'steps' }),
    minutes: number('longest time between checkpoints; 0: any', { default: 15, min: 0, unit: 'minutes' }),
    keep: int('number of newest checkpoints to keep', { default: 2, min: 1 }),
    best: bool('keep the checkpoint with the lowest loss, too: on held-out clips if it is known, else in training', {
      default: true,
    }),
    overwrite: bool('replace an earlier run in the folder; it is removed after the first checkpoint of the new one', {
      default: false,
    }),
  },
  out: {},
  cost: () => ({}),
  files: ({ path }) => ({ writes: { path } }),
  checkFiles: async ({ path, overwrite }, start) => {
    if (start?.leads !== true) return;
    if (!start.goesOn && !overwrite) refuseOtherRun(path, 'with.path');
    await checkFolder(path, 'with.path');
  },
  open: async ({ path, overwrite, ...interval }, { node, first, share, warn, wrote }) => {
    if (share.index > 0) return { next: () => ({}) }; // the leader saves
    const place = `nodes.${node}.with.path`;
    if (first === 0 && !overwrite) refuseOtherRun(path, place);
    await prepareFolder(path, place);
    if (first === 0) await setAside(path);
    const keeper = new CheckpointKeeper(path, interval, { node, warn, wrote });
    return {
      next: async ({ training }) => {
        await keeper.see(training);
        return {};
      },
      done: () => keeper.finish(),
      abort: async (reason) => {
        await keeper.abandon(reason);
        await rmdir(path).catch(() => undefined); // if nothing was kept in it
      },
    };
  },
});

/** A new run must neither mix its checkpoints with those of an earlier one nor remove those as old. */
function refuseOtherRun(path: string, place: string): void {
  const there = checkpoints(path);
  if (there.length === 0) return;
  throw new HpdmError({
    code: 'E_EXISTS',
    path: place,
    expected: 'a folder without checkpoints, since this run begins at step 0',
    got: `${path} with ${there.join(', ')}`,
    try: `--resume to go on with that run, --overwrite to replace it (it stays in ${EARLIER} until the first checkpoint), or another folder`,
  });
}
