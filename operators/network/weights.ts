import type { tf } from '../tensor/tf.js';

/** The weights: a flat tree of tensors by name. */
export type Weights = Readonly<Record<string, tf.Tensor>>;

/** The weight of a name; fails RangeError if there is none, which is a programming error. */
export function weight<T extends tf.Tensor>(weights: Weights, name: string): T {
  const tensor = weights[name];
  if (tensor === undefined) throw new RangeError(`the network has no parameter "${name}"`);
  return tensor as T;
}
