import { join } from 'node:path';
import { tf } from '../tensor/tf.js';
import { HpdmError, type Cascade } from '../../dsl/index.js';
import { declareParameters } from '../network/declare-parameters.js';
import type { Declaration } from '../network/declaration.js';
import { readSafetensors, readSafetensorsHeader, type SafeTensors } from '../disk/safetensors.js';
import { damaged, latestCheckpoint, MODEL, OPTIMISER, readRecord, type TrainingRecord } from './checkpoints.js';
import type { Training } from './training.js';

/**
 * Put a checkpoint's weights, moments and step count into a training run of the same cascade.
 *
 * @param first steps that the run expects to have been done
 * fails E_CHECKPOINT_STEP, E_CHECKPOINT_SEED, E_CHECKPOINT_OPTIMISER, E_CHECKPOINT_OTHER where it is of another run
 */
export async function loadTraining(training: Training, folder: string, first: number): Promise<void> {
  const record = readRecord(folder);
  refuseOtherRun(training, record, folder, first);
  refuseOther(training.cascade, record.cascade, folder);
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
    record.step,
  );
  training.batch = record.batch;
}

/** A run goes on from its own checkpoint only: of the same step, seed and optimiser. */
function refuseOtherRun(training: Training, record: TrainingRecord, folder: string, first: number): void {
  const { step, seed, optimiser } = record;
  if (step !== first) {
    throw new HpdmError({
      code: 'E_CHECKPOINT_STEP',
      place: { file: folder },
      expected: `a checkpoint after ${first} steps, where the items of this run begin`,
      got: `one after ${step} steps`,
      try: `--first ${step}`,
    });
  }
  if (seed !== training.seed) {
    throw new HpdmError({
      code: 'E_CHECKPOINT_SEED',
      place: { file: folder },
      expected: `seed ${training.seed}`,
      got: `seed ${seed}`,
      try: `--seed ${seed}`,
    });
  }
  if (optimiser !== training.optimiser) {
    throw new HpdmError({
      code: 'E_CHECKPOINT_OPTIMISER',
      place: { file: folder },
      message: 'an optimiser cannot start from the moments of another one',
      expected: training.optimiser,
      got: optimiser,
      try: `--optimiser ${optimiser}`,
    });
  }
}

/**
 * The weights of a checkpoint as tensors by name.
 *
 * @param which the moving average, which sampling uses, or the weights of the last step
 * fails E_CHECKPOINT_MISSING, E_CHECKPOINT_OTHER (for another cascade), E_CHECKPOINT_DAMAGED,
 * E_SAFETENSORS_SHORT, E_SAFETENSORS_HEADER, E_SAFETENSORS_TENSOR
 */
export async function loadWeights(
  cascade: Cascade,
  path: string,
  which: 'average' | 'trained',
): Promise<Record<string, tf.Tensor>> {
  const file = modelFile(path);
  const content = await readSafetensors(file);
  refuseOther(cascade, cascadeIn(content, file), file);
  const prefix = which === 'average' ? 'average.' : '';
  const entries = declareParameters(cascade).map(({ name, shape }) => {
    return [name, tf.tensor(numbers(content, prefix + name, shape, file), [...shape])] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * The cascade that a checkpoint was trained for; only the header of the file is read.
 *
 * @param path a checkpoint folder, the folder of a training run, or a .safetensors file
 * fails E_CHECKPOINT_MISSING, E_CHECKPOINT_DAMAGED
 */
export async function readCheckpointCascade(path: string): Promise<Cascade> {
  const file = modelFile(path);
  return cascadeIn(readSafetensorsHeader(file), file);
}

const modelFile = (path: string): string =>
  path.endsWith('.safetensors') ? path : join(latestCheckpoint(path), MODEL);

function cascadeIn({ metadata }: Pick<SafeTensors, 'metadata'>, file: string): Cascade {
  try {
    const cascade = JSON.parse(metadata['cascade'] ?? 'null') as Partial<Cascade> | null;
    if (cascade?.levels !== undefined && cascade.network !== undefined && cascade.noise !== undefined)
      return cascade as Cascade;
  } catch {
    // reported below
  }
  throw damaged(file, 'its metadata contain no cascade');
}

/** Check that a checkpoint fits a cascade: patch, channels, network, noise and level sizes must agree; steps and overlap may differ. */
function refuseOther(wanted: Cascade, found: Cascade, file: string): void {
  const identity = ({ patch, channels, network, noise, levels, time, condition }: Cascade): Record<string, string> => ({
    patch: JSON.stringify(patch),
    channels: JSON.stringify(channels),
    ...Object.fromEntries(Object.entries(network).map(([key, value]) => [`network.${key}`, JSON.stringify(value)])),
    'noise.sigmaData': JSON.stringify(noise.sigmaData),
    'levels.size': JSON.stringify(levels.map(({ size }) => size)),
    'levels.inputScale': JSON.stringify(levels.map(({ inputScale }) => inputScale)),
    time,
    // a share of conditions that was dropped is how a network was trained, not what it is
    condition: JSON.stringify({ ...condition, dropout: undefined }),
  });
  const [mine, theirs] = [identity(wanted), identity(found)];
  const different = Object.keys(mine).filter((key) => mine[key] !== theirs[key]);
  if (different.length === 0) return;
  throw new HpdmError(
    different.map((key) => ({
      code: 'E_CHECKPOINT_OTHER',
      place: { file },
      path: key,
      message: 'the checkpoint was trained for another cascade',
      expected: mine[key] ?? 'nothing',
      got: theirs[key] ?? 'nothing',
      try: 'sample with the cascade that it was trained for, or train this one',
    })),
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
