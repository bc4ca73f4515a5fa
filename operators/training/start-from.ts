import { counted } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import { product } from '../tensor/product.js';
import { readSafetensors, type SafeTensors } from '../disk/safetensors.js';
import { checkStart } from './check-start.js';
import { numbersIn } from './load-weights.js';
import type { Training } from './training.js';

/** What became of a tensor of a training that starts from the weights of another: all of it is taken, the part that fits, or nothing. */
export interface Origin {
  readonly name: string;
  readonly kind: 'taken' | 'resized' | 'new';
  /** What it was and what it is, where they differ. */
  readonly about: string;
}

/**
 * Start a training from the moving average of the weights of another one, which may have other levels, blocks or conditions. Tensors
 * of the same name and shape are taken; of one with another shape, the part that both have; the others begin as always.
 *
 * @param say told what was taken, with a line per tensor
 * fails E_CHECKPOINT_MISSING, E_CHECKPOINT_DAMAGED when no tensor could be taken
 */
export async function startFrom(
  training: Training,
  path: string,
  say: (message: string, details: readonly string[]) => void,
): Promise<void> {
  const { file, prefix } = checkStart(training.identity.cascade, path);
  const content = await readSafetensors(file);
  const parameters = training.parameters();
  const start = await parameters.data();
  parameters.dispose();
  const values = Float32Array.from(start);
  let offset = 0;
  const origins = training.identity.declarations.map(({ name, shape }) => {
    const size = product(shape);
    const own = values.subarray(offset, offset + size);
    offset += size;
    return takeTensor(own, shape, name, content, prefix, file);
  });
  const of = (kind: Origin['kind']): number => origins.filter((origin) => origin.kind === kind).length;
  training.beginWith(tf.tensor1d(values));
  const counts = `${counted(of('taken'), 'tensor')} taken, ${of('resized')} resized, ${of('new')} new (--verbose lists them)`;
  say(
    `starts from ${file}: ${counts}`,
    origins.map(({ name, kind, about }) => `${kind.padEnd(8)}${name}${about}`),
  );
}

/** Put what fits of a stored tensor into the start of one. */
function takeTensor(
  own: Float32Array,
  shape: readonly number[],
  name: string,
  content: SafeTensors,
  prefix: string,
  file: string,
): Origin {
  const stored = content.tensors[prefix + name];
  if (stored?.shape.length !== shape.length) return { name, kind: 'new', about: ` [${shape.join(', ')}]` };
  const theirs = numbersIn(content, prefix + name, stored.shape, file);
  if (stored.shape.join() === shape.join()) {
    own.set(theirs);
    return { name, kind: 'taken', about: '' };
  }
  copyCommon(own, shape, theirs, stored.shape);
  return { name, kind: 'resized', about: ` [${stored.shape.join(', ')}] → [${shape.join(', ')}]` };
}

/** Copy the numbers at the indices that two tensors have in common, from `theirs` into `own`. */
function copyCommon(
  own: Float32Array,
  shape: readonly number[],
  theirs: Float32Array,
  theirShape: readonly number[],
): void {
  const [n = 1, ...inner] = shape;
  const [m = 1, ...theirInner] = theirShape;
  const [step, theirStep] = [product(inner), product(theirInner)];
  for (let i = 0; i < Math.min(n, m); i++) {
    const [to, from] = [own.subarray(i * step, (i + 1) * step), theirs.subarray(i * theirStep, (i + 1) * theirStep)];
    if (inner.length === 0) to.set(from);
    else copyCommon(to, inner, from, theirInner);
  }
}
