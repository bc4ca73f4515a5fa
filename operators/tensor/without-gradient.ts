import { tf } from './tf.js';

/**
 * The result of `make` as a constant: no gradient flows into it, and its intermediate tensors are not kept.
 *
 * tfjs has no stopGradient. Inside a custom operation tfjs records nothing, and this operation declares no inputs.
 */
export function withoutGradient<T extends tf.Tensor>(make: () => T): T {
  return tf.customGrad<T>(() => ({ value: make(), gradFunc: () => [] }))();
}

/** A tensor with the values of x into which no gradient flows. */
export const detached = <T extends tf.Tensor>(x: T): T => withoutGradient(() => tf.clone(x));
