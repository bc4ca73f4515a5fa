import { createHash } from 'node:crypto';
import { HpdmError } from '../../dsl/index.js';
import { declareParameters } from '../network/declare-parameters.js';
import { toHalf } from '../disk/half.js';
import { prepareFolder } from '../disk/prepare-folder.js';
import { replaceFile } from '../disk/replace-file.js';
import { formatSafetensors, readSafetensors, type StoredTensor } from '../disk/safetensors.js';
import { dirname } from 'node:path';
import { modelFile } from './model-file.js';
import { cascadeIn, numbersIn, prefixOf, type WhichWeights } from './load-weights.js';

/** What a file of weights holds and says. */
export interface ExportOptions {
  readonly weights: WhichWeights;
  /** Whether numbers are stored in half precision. */
  readonly half: boolean;
  /** The terms under which the weights may be used. */
  readonly licence: string;
  /** A checkpoint of a larger cascade, for a training of some of its levels: gives the cascade and the tensors that the other has not. */
  readonly onto?: string | undefined;
}

/** What was exported. */
export interface Exported {
  readonly tensors: number;
  readonly parameters: number;
  /** Step of the checkpoint. */
  readonly step: number;
}

/** Largest number of half precision. */
const MOST_OF_HALF = 65504;

/**
 * Write the weights of a checkpoint alone to a safetensors file. Its metadata have the cascade, the step, the frame rate and the classes of the clips, which
 * weights they are, their SHA-256 and the licence.
 *
 * @param checkpoint a checkpoint folder, the folder of a run, or a .safetensors file
 * fails E_OUTPUT_PATH, E_FOLDER, E_CHECKPOINT_…; E_EXPORT_RANGE when a weight is too large for half precision
 */
export async function exportWeights(checkpoint: string, path: string, options: ExportOptions): Promise<Exported> {
  if (!path.endsWith('.safetensors')) {
    const advice = `${path.replace(/\.\w+$/, '')}.safetensors`;
    throw new HpdmError({ code: 'E_OUTPUT_PATH', expected: 'a file ending in .safetensors', got: path, try: advice });
  }
  const { weights, half, licence, onto = checkpoint } = options;
  const own = await readModel(checkpoint, weights);
  const whole = onto === checkpoint ? own : await readModel(onto, weights);
  const { cascade, content } = whole;
  const tensors = declareParameters(cascade).map(({ name, shape }): [string, StoredTensor] => {
    const isOwn = own.content.tensors[own.prefix + name]?.shape.join() === shape.join();
    const { content, prefix, file } = isOwn ? own : whole;
    const values = numbersIn(content, prefix + name, shape, file);
    if (!half) return [name, { dtype: 'F32', shape: [...shape], data: values }];
    if (values.some((value) => Math.abs(value) > MOST_OF_HALF)) throw tooLarge(name, file);
    return [name, { dtype: 'F16', shape: [...shape], data: toHalf(values) }];
  });
  const { step = '0', rate, classes } = content.metadata;
  const metadata = {
    format: 'hpdm',
    weights,
    step,
    licence,
    cascade: JSON.stringify(cascade),
    ...(rate === undefined ? {} : { rate }),
    ...(classes === undefined ? {} : { classes }),
    sha256: hashOf(tensors),
  };
  await prepareFolder(dirname(path), 'the file to write');
  await replaceFile(path, formatSafetensors(Object.fromEntries(tensors), metadata, path));
  const parameters = tensors.reduce((sum, [, { data }]) => sum + data.length, 0);
  return { tensors: tensors.length, parameters, step: Number(step) };
}

/** The file of a checkpoint, with its cascade and what the names of the wanted weights begin with. */
async function readModel(checkpoint: string, weights: WhichWeights) {
  const file = modelFile(checkpoint);
  const content = await readSafetensors(file);
  return { file, content, cascade: cascadeIn(content, file), prefix: prefixOf(content, weights, file) };
}

/** SHA-256 of the numbers of all tensors, in the order of their names. */
function hashOf(tensors: readonly (readonly [string, StoredTensor])[]): string {
  const hash = createHash('sha256');
  const ordered = [...tensors].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, { data }] of ordered) hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return hash.digest('hex');
}

const tooLarge = (name: string, file: string): HpdmError =>
  new HpdmError({
    code: 'E_EXPORT_RANGE',
    place: { file },
    path: name,
    expected: `numbers up to ${MOST_OF_HALF}, the largest of half precision`,
    got: 'a larger one',
    try: 'export without --fp16',
  });
