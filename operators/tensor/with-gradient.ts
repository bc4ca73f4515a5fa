import { tf } from './tf.js';

/** A result, the tensors its gradient needs, and the gradient for each input. */
export interface Differentiated<O extends tf.Tensor> {
  readonly value: O;
  readonly save: readonly tf.Tensor[];
  gradient(this: void, dy: O, saved: readonly tf.Tensor[]): tf.Tensor[];
}

/**
 * Run `forward` on `inputs` as one differentiable operation with a hand-written gradient.
 *
 * The gradient must not close over tensors made in `forward` (they are disposed with it): it gets those named in `save` back.
 * tfjs would keep those, and all the gradient makes on its way, until the last gradient is known; here they go at once, which
 * halves the memory of a training step and keeps it in the processor's cache.
 */
export function withGradient<O extends tf.Tensor>(
  inputs: readonly tf.Tensor[],
  forward: (...inputs: tf.Tensor[]) => Differentiated<O>,
): O {
  const op = tf.customGrad((...rest) => {
    const save = rest.pop() as tf.GradSaveFunc;
    const { value, save: kept, gradient } = forward(...(rest as tf.Tensor[]));
    save([...kept]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const gradients = tf.tidy(() => gradient(dy as O, saved));
        tf.dispose(saved);
        return gradients;
      },
    };
  });
  return op(...inputs);
}
