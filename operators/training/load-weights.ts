import { existsSync } from 'node:fs';
import { tf } from '../tensor/tf.js';
import {
  completeCascade,
  entryOf,
  HpdmError,
  readCascade,
  trainedSize,
  type Cascade,
  type Fault,
} from '../../dsl/index.js';
import { declareParameters } from '../network/declare-parameters.js';
import type { Network } from '../network/network.js';
import { inPrecision } from '../network/precision.js';
import type { Precision } from '../tensor/precision.js';
import { weightsOnDemand, type NetworkWeights, type Weights } from '../network/weights.js';
import { fromHalf } from '../disk/half.js';
import {
  openSafetensors,
  readSafetensors,
  readSafetensorsHeader,
  type SafeTensors,
  type StoredTensor,
} from '../disk/safetensors.js';
import { damaged } from './checkpoints.js';
import { modelFile } from './model-file.js';

/** The moving average of the weights, which sampling uses, or the weights of the last step. */
export type WhichWeights = 'average' | 'trained';

/**
 * The weights of a checkpoint as tensors by name.
 *
 * @param which the moving average, which sampling uses, or the weights of the last step
 * @param precision for inference, in this precision: kernels are packed; if left out, all weights are tensors in float32
 * fails E_CHECKPOINT_MISSING, E_CHECKPOINT_OTHER (for another cascade), E_CHECKPOINT_DAMAGED,
 * E_SAFETENSORS_SHORT, E_SAFETENSORS_HEADER, E_SAFETENSORS_TENSOR; E_PRECISION where nothing computes in bf16
 */
export async function loadWeights(cascade: Cascade, path: string, which: WhichWeights): Promise<Weights>;
export async function loadWeights(
  cascade: Cascade,
  path: string,
  which: WhichWeights,
  precision: Precision,
): Promise<NetworkWeights>;
export async function loadWeights(
  cascade: Cascade,
  path: string,
  which: WhichWeights,
  precision?: Precision,
): Promise<NetworkWeights> {
  const file = modelFile(path);
  const content = await readSafetensors(file);
  const differences = otherCascade(cascade, cascadeIn(content, file), file);
  if (differences.length > 0) throw new HpdmError(differences);
  const prefix = prefixOf(content, which, file);
  const entries = declareParameters(cascade).map(({ name, shape }) => {
    const tensor = tf.tensor(numbersIn(content, prefix + name, shape, file), [...shape]);
    return [name, precision === undefined ? tensor : inPrecision(precision, name, tensor)] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * The weights of a checkpoint for inference in a precision, each read from the file whenever it is needed.
 *
 * fails like `loadWeights`; of the numbers of a tensor, when they are read
 */
export function weightsInFile(
  cascade: Cascade,
  path: string,
  which: WhichWeights,
  precision: Precision,
): Omit<Network, 'cascade'> {
  const file = modelFile(path);
  const content = openSafetensors(file);
  const differences = otherCascade(cascade, cascadeIn(content, file), file);
  if (differences.length > 0) throw new HpdmError(differences);
  const prefix = prefixOf(content, which, file);
  const shapes = new Map(declareParameters(cascade).map(({ name, shape }) => [name, shape]));
  const weights = weightsOnDemand([...shapes.keys()], (name) => {
    const shape = entryOf(shapes, name);
    const tensor = tf.tensor(numbersOf(content.read(prefix + name), prefix + name, shape, file), [...shape]);
    return inPrecision(precision, name, tensor);
  });
  return { weights, precision, close: content.close };
}

/**
 * Look whether a checkpoint is there and has the wanted weights of a cascade; only the header of the file is read.
 *
 * fails like `loadWeights`
 */
export function checkWeights(cascade: Cascade, path: string, which: WhichWeights): void {
  const file = modelFile(path);
  const header = readSafetensorsHeader(file);
  const differences = otherCascade(cascade, cascadeIn(header, file), file);
  if (differences.length > 0) throw new HpdmError(differences);
  prefixOf(header, which, file);
}

/**
 * What the names of the wanted weights begin with: a checkpoint has both kinds, an exported file has one, which its metadata name.
 *
 * fails E_CHECKPOINT_WEIGHTS when an exported file has the other kind
 */
export function prefixOf({ metadata }: Pick<SafeTensors, 'metadata'>, which: WhichWeights, file: string): string {
  const { weights } = metadata;
  if (weights === which) return '';
  if (weights === undefined) return which === 'average' ? 'average.' : '';
  throw new HpdmError({
    code: 'E_CHECKPOINT_WEIGHTS',
    place: { file },
    expected: `the ${NAMES[which]}`,
    got: `a file that was exported with the ${NAMES[weights as WhichWeights]} alone`,
    try: `weights: ${weights}, or export it again ${which === 'average' ? 'without' : 'with'} --trained`,
  });
}

const NAMES: Readonly<Record<WhichWeights, string>> = {
  average: 'moving average of the weights',
  trained: 'weights of the last step',
};

/**
 * The cascade of a checkpoint: the one that it was trained for, unless there is one beside the file (`emoji.cascade.yaml` beside `emoji.safetensors`), which
 * says how it is sampled since then. Only the header of the file is read.
 *
 * @param path as `modelFile` takes it
 * fails E_CHECKPOINT_MISSING, E_CHECKPOINT_DAMAGED; and like `readCascade`
 */
export async function readCheckpointCascade(path: string): Promise<Cascade> {
  const file = modelFile(path);
  const beside = file.replace(/\.safetensors$/, '.cascade.yaml');
  if (existsSync(beside)) return readCascade(beside);
  return cascadeIn(readSafetensorsHeader(file), file);
}

/**
 * The rate at which videos of a checkpoint look like the clips of its training, in frames of the last level per second; only the header of
 * the file is read. Undefined where it is not known: of stills, of Moving MNIST, and in files of earlier versions.
 *
 * @param path as `modelFile` takes it
 * fails E_CHECKPOINT_MISSING
 */
export function readCheckpointRate(path: string): number | undefined {
  const rate = Number(readSafetensorsHeader(modelFile(path)).metadata['rate']);
  return rate > 0 ? rate : undefined;
}

/**
 * The names of the classes that a checkpoint was trained on, by number; only the header of the file is read. Undefined where they are not
 * known: without classes, and in files of earlier versions.
 *
 * @param path as `modelFile` takes it
 * fails E_CHECKPOINT_MISSING
 */
export function readCheckpointClasses(path: string): readonly string[] | undefined {
  const { classes } = readSafetensorsHeader(modelFile(path)).metadata;
  return classes === undefined ? undefined : (JSON.parse(classes) as readonly string[]);
}

/** The cascade in the metadata of a file with weights; fails E_CHECKPOINT_DAMAGED. */
export function cascadeIn({ metadata }: Pick<SafeTensors, 'metadata'>, file: string): Cascade {
  try {
    const cascade = JSON.parse(metadata['cascade'] ?? 'null') as Partial<Cascade> | null;
    if (cascade?.levels !== undefined && cascade.network !== undefined && cascade.noise !== undefined)
      return completeCascade(cascade as Cascade);
  } catch {
    // reported below
  }
  throw damaged(file, 'its metadata contain no cascade');
}

/** The differences between a checkpoint and a cascade: patch, channels, network, noise and level sizes must agree; steps and overlap may differ. */
export function otherCascade(wanted: Cascade, found: Cascade, file: string): Fault[] {
  const identity = (cascade: Cascade): Record<string, string> => {
    const { patch, channels, network, noise, levels, time, condition } = cascade;
    return {
      patch: JSON.stringify(patch),
      channels: JSON.stringify(channels),
      ...Object.fromEntries(Object.entries(network).map(([key, value]) => [`network.${key}`, JSON.stringify(value)])),
      'noise.sigmaData': JSON.stringify(noise.sigmaData),
      'levels.size': JSON.stringify(levels.map((_, level) => trainedSize(cascade, level))),
      'levels.inputScale': JSON.stringify(levels.map(({ inputScale }) => inputScale)),
      time,
      // a share of conditions that was dropped is how a network was trained, not what it is; the order of keys means nothing
      condition: JSON.stringify({ ...condition, dropout: undefined }, Object.keys(condition).sort()),
    };
  };
  const [mine, theirs] = [identity(wanted), identity(found)];
  const different = Object.keys(mine).filter((key) => mine[key] !== theirs[key]);
  return different.map((key) => ({
    code: 'E_CHECKPOINT_OTHER',
    place: { file },
    path: key,
    message: 'the checkpoint was trained for another cascade',
    expected: mine[key] ?? 'nothing',
    got: theirs[key] ?? 'nothing',
    try: 'sample with the cascade that it was trained for, or train this one',
  }));
}

/**
 * The numbers of a tensor of a given shape; half precision becomes float32.
 *
 * fails E_CHECKPOINT_DAMAGED
 */
export const numbersIn = (file: SafeTensors, name: string, shape: readonly number[], place: string): Float32Array =>
  numbersOf(file.tensors[name], name, shape, place);

/** The numbers of a tensor that was read, or undefined if there is none; like `numbersIn`. */
export function numbersOf(
  tensor: StoredTensor | undefined,
  name: string,
  shape: readonly number[],
  place: string,
): Float32Array {
  if (tensor?.shape.join() === shape.join()) {
    if (tensor.dtype === 'F32') return tensor.data;
    if (tensor.dtype === 'F16') return fromHalf(tensor.data);
  }
  throw damaged(
    place,
    tensor === undefined
      ? `no tensor "${name}"`
      : `"${name}" is ${tensor.dtype} [${tensor.shape.join(', ')}], not F32 [${shape.join(', ')}]`,
  );
}
