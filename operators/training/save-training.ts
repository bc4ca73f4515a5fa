import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { runFailure, type HpdmError } from '../../dsl/index.js';
import type { Declaration } from '../network/parameters.js';
import { product } from '../network/shape.js';
import { writeSafetensors, type SafeTensors } from '../disk/safetensors.js';
import { sweepAbandoned, temporaryPrefix } from '../disk/sweep-abandoned.js';
import { checkpoints, folderName, MODEL, OPTIMISER, STATE, type TrainingRecord } from './checkpoints.js';
import type { Training } from './training.js';

type Read = [Float32Array, Float32Array, Float32Array, Float32Array];

/**
 * Make the folder of the checkpoints and prove that it can be written to: hours of training must not end in a surprise.
 *
 * fails E_CHECKPOINT_WRITE
 */
export function prepareFolder(root: string): void {
  try {
    mkdirSync(root, { recursive: true });
    accessSync(root, constants.W_OK);
  } catch (error) {
    throw writeFailure(root, error);
  }
}

/**
 * Write a checkpoint folder `step-0001000` under `root`: to a temporary name, fsynced, renamed, so that it is whole or absent.
 *
 * @param keep older checkpoints that stay
 * @returns the folder's path
 * fails E_CHECKPOINT_WRITE on a full disk or a folder that cannot be written
 */
export async function saveTraining(training: Training, root: string, keep: number): Promise<string> {
  const folder = join(root, folderName(training.step));
  const temporary = join(root, `${temporaryPrefix(basename(folder))}0`);
  const { step, seed, cascade, optimiser, declarations } = training;
  // all reads start before the first pause: the next step replaces the vectors
  const state = training.state();
  const live = [state.parameters, state.average, state.mean, state.variance] as const;
  const [parameters, average, mean, variance] = (await Promise.all(live.map((vector) => vector.data()))) as Read;
  try {
    mkdirSync(temporary, { recursive: true });
    await sweepAbandoned(root, basename(folder));
    const model = { ...named(declarations, parameters, ''), ...named(declarations, average, 'average.') };
    await writeSafetensors(join(temporary, MODEL), model, {
      format: 'hpdm',
      step: `${step}`,
      cascade: JSON.stringify(cascade),
    });
    const moments = { ...named(declarations, mean, 'mean.'), ...named(declarations, variance, 'variance.') };
    await writeSafetensors(join(temporary, OPTIMISER), moments, { format: 'hpdm', step: `${step}` });
    writeDurably(
      join(temporary, STATE),
      JSON.stringify({ step, seed, cascade, optimiser } satisfies TrainingRecord, null, 2),
    );
    rmSync(folder, { recursive: true, force: true });
    renameSync(temporary, folder);
  } catch (error) {
    if (existsSync(temporary)) rmSync(temporary, { recursive: true, force: true });
    throw writeFailure(folder, error);
  }
  for (const old of checkpoints(root).slice(0, -keep)) rmSync(join(root, old), { recursive: true, force: true });
  return folder;
}

function writeDurably(file: string, text: string): void {
  const handle = openSync(file, 'w');
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** A flat vector as the tensors a file holds. */
function named(declarations: readonly Declaration[], flatVector: Float32Array, prefix: string): SafeTensors['tensors'] {
  let offset = 0;
  return Object.fromEntries(
    declarations.map(({ name, shape }) => {
      const size = product(shape);
      offset += size;
      return [
        prefix + name,
        { dtype: 'F32' as const, shape: [...shape], data: flatVector.subarray(offset - size, offset) },
      ];
    }),
  );
}

function writeFailure(folder: string, error: unknown): HpdmError {
  const reason = (error as NodeJS.ErrnoException).code;
  const message = error instanceof Error ? error.message : String(error);
  const hints: Record<string, string> = {
    ENOSPC: 'the disk is full',
    EACCES: 'no permission to write there',
    EROFS: 'the disk is read-only',
    ENOTDIR: 'part of the path is a file, not a folder',
    EEXIST: 'part of the path is a file, not a folder',
  };
  return runFailure(
    {
      code: 'E_CHECKPOINT_WRITE',
      place: { file: folder },
      expected: 'a folder that can be written to, with room for a checkpoint',
      got: hints[reason ?? ''] ?? message,
      try: 'free some space or choose another --out; what was saved before is untouched, go on with --resume',
    },
    error,
  );
}
