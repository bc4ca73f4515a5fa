import { basename, join, resolve } from 'node:path';
import { HpdmError, int, path, stage } from '../../dsl/index.js';
import { training as trainingPort } from '../values/training.js';
import { prepareFolder } from '../disk/prepare-folder.js';
import { sizeOf } from '../disk/size-of.js';
import { checkpoints } from '../training/checkpoints.js';
import { saveTraining } from '../training/save-training.js';
import type { Training } from '../training/training.js';

/**
 * Save checkpoints of a training run at regular intervals and at the end.
 *
 * in   training  the state of the run
 * out  nothing; folders step-NNNNNNN with model.safetensors, train.safetensors, state.json
 * fails E_FOLDER before the first step when the folder cannot be written to, E_EXISTS when it has the checkpoints of another
 *       run; E_OUTPUT_WRITE, E_DISK_FULL later
 */
export const trainCheckpoint = stage({
  id: 'train.checkpoint',
  summary: 'Save checkpoints of a training run',
  in: { training: trainingPort() },
  with: {
    path: path('folder of the checkpoints'),
    every: int('steps between checkpoints', { default: 500, min: 1, unit: 'steps' }),
    steps: int('steps of the whole run; the last step always has a checkpoint', { min: 1, unit: 'steps' }),
    keep: int('number of newest checkpoints to keep', { default: 2, min: 1 }),
  },
  out: {},
  files: ({ path }) => ({ writes: { path } }),
  open: async ({ path, every, steps, keep }, { node, first, wrote }) => {
    if (first === 0) refuseOtherRun(path, `nodes.${node}.with.path`);
    await prepareFolder(path, `nodes.${node}.with.path`);
    // Node's recursive mkdir never returns for a relative path once the working folder has been removed
    const root = resolve(path);
    return {
      next: async ({ training }: { readonly training: Training }) => {
        const { step } = training;
        if (step % every !== 0 && step !== steps) return {};
        const folder = basename(await saveTraining(training, root, keep));
        wrote({ path: join(path, folder), bytes: await sizeOf(join(root, folder)), facts: { step } });
        return {};
      },
    };
  },
});

/** A run that begins anew must not mix its checkpoints with those of an earlier one, nor remove them as old. */
function refuseOtherRun(path: string, place: string): void {
  const there = checkpoints(path);
  if (there.length === 0) return;
  throw new HpdmError({
    code: 'E_EXISTS',
    path: place,
    expected: 'a folder without checkpoints, since this run begins at step 0',
    got: `${path} with ${there.join(', ')}`,
    try: 'another folder, or hpdm train --resume to go on with that run',
  });
}
