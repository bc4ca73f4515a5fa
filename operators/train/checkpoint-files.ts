import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { HpdmError, runFailure, type Cascade } from '../../dsl/index.js';
import { declareParameters, type Declaration } from '../network/parameters.js';
import { product } from '../network/shape.js';
import { readSafetensors, writeSafetensors, type SafeTensors } from '../tensor/safetensors.js';
import type { Training, TrainingVectors } from './training.js';

const MODEL = 'model.safetensors';
const OPTIMISER = 'train.safetensors';
const STATE = 'state.json';

/** What `state.json` holds. */
export interface TrainingRecord {
  readonly step: number;
  readonly seed: number;
  readonly cascade: Cascade;
}

const folderName = (step: number): string => `step-${String(step).padStart(7, '0')}`;

/**
 * Write a checkpoint folder `step-0001000` under `root`: to a temporary name, fsynced, renamed, so that it is whole or absent.
 *
 * @param keep older checkpoints that stay
 * @returns the folder's path
 * fails E_CHECKPOINT_WRITE on a full disk or a folder that cannot be written
 */
export async function saveTraining(training: Training, root: string, keep: number): Promise<string> {
  const folder = join(root, folderName(training.step));
  const temporary = join(root, `.${basename(folder)}.${process.pid}`);
  const { step, seed, cascade, declarations } = training;
  // read back before the first pause: the next step replaces the vectors
  const vectors = Object.fromEntries(Object.entries(training.state()).map(([name, v]) => [name, v.dataSync()]));
  const { parameters, average, mean, variance } = vectors as Record<keyof TrainingVectors, Float32Array>;
  try {
    mkdirSync(temporary, { recursive: true });
    const model = { ...named(declarations, parameters, ''), ...named(declarations, average, 'average.') };
    await writeSafetensors(join(temporary, MODEL), model, {
      format: 'hpdm',
      step: `${step}`,
      cascade: JSON.stringify(cascade),
    });
    const moments = { ...named(declarations, mean, 'mean.'), ...named(declarations, variance, 'variance.') };
    await writeSafetensors(join(temporary, OPTIMISER), moments, { format: 'hpdm', step: `${step}` });
    writeDurably(join(temporary, STATE), JSON.stringify({ step, seed, cascade } satisfies TrainingRecord, null, 2));
    rmSync(folder, { recursive: true, force: true });
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
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

/** Checkpoint folders under a root, oldest first. */
const checkpoints = (root: string): string[] =>
  existsSync(root)
    ? readdirSync(root)
        .filter((name) => /^step-\d+$/.test(name))
        .sort()
    : [];

/**
 * The newest checkpoint folder under `root` (or `root` itself when it is one).
 *
 * @param step the one of that many steps
 * fails E_CHECKPOINT_MISSING
 */
export function latestCheckpoint(root: string, step?: number): string {
  if (existsSync(join(root, MODEL))) return root;
  const known = checkpoints(root);
  const name = step === undefined ? known.at(-1) : known.find((candidate) => candidate === folderName(step));
  if (name !== undefined) return join(root, name);
  throw new HpdmError({
    code: 'E_CHECKPOINT_MISSING',
    place: { file: root },
    expected: step === undefined ? 'a checkpoint (a folder step-NNNNNNN, or model.safetensors)' : folderName(step),
    got: known.length === 0 ? 'none' : known.join(', '),
    try: 'train one first: hpdm train --out FOLDER',
  });
}

/** Read `state.json` of a checkpoint folder. */
export function readRecord(folder: string): TrainingRecord {
  try {
    return JSON.parse(readFileSync(join(folder, STATE), 'utf8')) as TrainingRecord;
  } catch (error) {
    throw damaged(join(folder, STATE), error instanceof Error ? error.message : String(error));
  }
}

/** Put a checkpoint's weights, moments and step count into a training run of the same cascade. */
export async function loadTraining(training: Training, folder: string): Promise<void> {
  const { step, seed, cascade } = readRecord(folder);
  if (seed !== training.seed) {
    throw new HpdmError({
      code: 'E_CHECKPOINT_SEED',
      place: { file: folder },
      expected: `seed ${training.seed}`,
      got: `seed ${seed}`,
      try: `--seed ${seed}`,
    });
  }
  refuseOther(training.cascade, cascade, folder);
  const model = await readSafetensors(join(folder, MODEL));
  const moments = await readSafetensors(join(folder, OPTIMISER));
  const { declarations } = training;
  const vector = (file: SafeTensors, prefix: string): tf.Tensor1D =>
    tf.tensor1d(flat(declarations, file, prefix, folder));
  training.restore(
    {
      parameters: vector(model, ''),
      average: vector(model, 'average.'),
      mean: vector(moments, 'mean.'),
      variance: vector(moments, 'variance.'),
    },
    step,
  );
}

/**
 * Weights of a checkpoint as tensors by name.
 *
 * @param which the moving average (what one samples from) or the weights as trained
 * fails E_CHECKPOINT_MISSING, E_CHECKPOINT_OTHER (of another cascade), E_SAFETENSORS… (damaged)
 */
export async function loadWeights(
  cascade: Cascade,
  path: string,
  which: 'average' | 'trained',
): Promise<Record<string, tf.Tensor>> {
  const file = path.endsWith('.safetensors') ? path : join(latestCheckpoint(path), MODEL);
  const content = await readSafetensors(file);
  const written = content.metadata['cascade'];
  if (written === undefined) throw damaged(file, 'its metadata names no cascade');
  refuseOther(cascade, JSON.parse(written) as Cascade, file);
  const prefix = which === 'average' ? 'average.' : '';
  const entries = declareParameters(cascade).map(({ name, shape }) => {
    return [name, tf.tensor(numbers(content, prefix + name, shape, file), [...shape])] as const;
  });
  return Object.fromEntries(entries);
}

/** Cascades of one network have the same patch, channels, network, noise and level sizes; steps and overlap may differ. */
function refuseOther(wanted: Cascade, found: Cascade, file: string): void {
  const identity = ({ patch, channels, network, noise, levels, time }: Cascade): Record<string, string> => ({
    patch: JSON.stringify(patch),
    channels: JSON.stringify(channels),
    ...Object.fromEntries(Object.entries(network).map(([key, value]) => [`network.${key}`, JSON.stringify(value)])),
    'noise.sigmaData': JSON.stringify(noise.sigmaData),
    'levels.size': JSON.stringify(levels.map(({ size }) => size)),
    'levels.inputScale': JSON.stringify(levels.map(({ inputScale }) => inputScale)),
    time,
  });
  const [mine, theirs] = [identity(wanted), identity(found)];
  const different = Object.keys(mine).filter((key) => mine[key] !== theirs[key]);
  if (different.length === 0) return;
  throw new HpdmError(
    different.map((key) => ({
      code: 'E_CHECKPOINT_OTHER',
      place: { file },
      path: key,
      message: 'the checkpoint is of another cascade',
      expected: mine[key] ?? 'nothing',
      got: theirs[key] ?? 'nothing',
      try: 'sample with the cascade it was trained with, or train this one',
    })),
  );
}

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

function flat(declarations: readonly Declaration[], file: SafeTensors, prefix: string, place: string): Float32Array {
  const parts = declarations.map(({ name, shape }) => numbers(file, prefix + name, shape, place));
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((offset, part) => {
    whole.set(part, offset);
    return offset + part.length;
  }, 0);
  return whole;
}

function numbers(file: SafeTensors, name: string, shape: readonly number[], place: string): Float32Array {
  const tensor = file.tensors[name];
  const fits = tensor?.data instanceof Float32Array && tensor.shape.join() === shape.join();
  if (fits) return tensor.data;
  throw damaged(
    place,
    tensor === undefined
      ? `no tensor "${name}"`
      : `"${name}" is ${tensor.dtype} [${tensor.shape.join(', ')}], not F32 [${shape.join(', ')}]`,
  );
}

const damaged = (file: string, got: string): HpdmError =>
  new HpdmError({
    code: 'E_CHECKPOINT_DAMAGED',
    place: { file },
    expected: 'a checkpoint written by hpdm',
    got,
    try: 'use an older checkpoint, or train again',
  });

function writeFailure(folder: string, error: unknown): HpdmError {
  const reason = (error as NodeJS.ErrnoException).code;
  const message = error instanceof Error ? error.message : String(error);
  const hints: Record<string, string> = {
    ENOSPC: 'the disk is full: free some space',
    EACCES: 'no permission to write there',
    EROFS: 'the disk is read-only',
  };
  return runFailure(
    {
      code: 'E_CHECKPOINT_WRITE',
      place: { file: folder },
      message,
      try: `${hints[reason ?? ''] ?? 'check the folder'}; the last checkpoint is untouched, go on with --resume`,
    },
    error,
  );
}
