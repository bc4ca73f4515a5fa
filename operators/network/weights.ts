import type { tf } from '../tensor/tf.js';

/** The weights: a flat tree of tensors by name. */
export type Weights = Readonly<Record<string, tf.Tensor>>;

/**
 * Weights that are made anew whenever one is read, for networks that the memory does not hold. They belong to the `tidy` of whoever reads
 * them; nobody else frees them, so they are not among the entries of the object.
 *
 * @param read makes the weight of a name
 */
export function weightsOnDemand(names: readonly string[], read: (name: string) => tf.Tensor): Weights {
  const weights = {};
  for (const name of names) Object.defineProperty(weights, name, { get: () => read(name) });
  return weights;
}

/** The weight of a name; fails RangeError if there is none, which is a programming error. */
export function weight<T extends tf.Tensor>(weights: Weights, name: string): T {
  const tensor = weights[name];
  if (tensor === undefined) throw new RangeError(`the network has no parameter "${name}"`);
  return tensor as T;
}
