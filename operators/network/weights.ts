import { PackedKernel, type Kernel } from '../tensor/packed-kernel.js';
import type { tf } from '../tensor/tf.js';

/** The weights in float32: a flat tree of tensors by name. */
export type Weights = Readonly<Record<string, tf.Tensor>>;

/** The weights with which a network is run: those of `Weights`, or with kernels that are packed for bfloat16. */
export type NetworkWeights = Readonly<Record<string, tf.Tensor | PackedKernel>>;

/**
 * Weights that are made anew whenever one is read, for networks that the memory does not hold. They belong to the `tidy` of whoever reads
 * them; nobody else frees them, so they are not among the entries of the object.
 *
 * @param read makes the weight of a name
 */
export function weightsOnDemand(
  names: readonly string[],
  read: (name: string) => tf.Tensor | PackedKernel,
): NetworkWeights {
  const weights = {};
  for (const name of names) Object.defineProperty(weights, name, { get: () => read(name) });
  return weights;
}

/** The weight of a name that is no kernel; fails RangeError if there is none, which is a programming error. */
export function weight<T extends tf.Tensor>(weights: NetworkWeights, name: string): T {
  const found = anyWeight(weights, name);
  if (found instanceof PackedKernel) throw new TypeError(`the parameter "${name}" is packed, for products alone`);
  return found as T;
}

/** The kernel of a linear layer, by its name; fails like `weight`. */
export const kernel = (weights: NetworkWeights, name: string): Kernel => anyWeight(weights, `${name}.kernel`) as Kernel;

function anyWeight(weights: NetworkWeights, name: string): tf.Tensor | PackedKernel {
  const found = weights[name];
  if (found === undefined) throw new RangeError(`the network has no parameter "${name}"`);
  return found;
}
