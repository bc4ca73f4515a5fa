import { tf } from './tf.js';

/**
 * What `make` computes, as a constant: no gradient flows into it, and nothing it makes on its way is kept for one.
 *
 * tfjs has no stopGradient; inside an operation of one's own nothing is recorded, and this one says it depends on no input.
 */
export function withoutGradient<T extends tf.Tensor>(make: () => T): T {
  return tf.customGrad<T>(() => ({ value: make(), gradFunc: () => [] }))();
}

/** x as a constant. */
export const detached = <T extends tf.Tensor>(x: T): T => withoutGradient(() => tf.clone(x));
