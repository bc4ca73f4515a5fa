import { isSketching } from './sketch/engine.js';
import { tf } from './tf.js';

/** A result, the tensors that its gradient needs, and a function for the gradient of each input. */
export interface Differentiated<O extends tf.Tensor> {
  readonly value: O;
  readonly save: readonly tf.Tensor[];
  gradient(this: void, dy: O, saved: readonly tf.Tensor[]): tf.Tensor[];
}

/**
 * Run `forward` on `inputs` as one differentiable operation with a hand-written gradient.
 *
 * The gradient must not use tensors from within `forward`, because they are disposed when it returns; it gets those in `save` as an argument.
 * tfjs keeps the saved tensors and the intermediate tensors of the gradient until the last gradient is known. Here they are
 * disposed as soon as the gradient is computed, which halves the memory of a training step and makes better use of the processor's cache.
 */
export function withGradient<O extends tf.Tensor>(
  inputs: readonly tf.Tensor[],
  forward: (...inputs: tf.Tensor[]) => Differentiated<O>,
): O {
  // where nothing is recorded, tfjs's bookkeeping for the gradient would be in vain
  if (!isSketching() && !tf.engine().isTapeOn()) return tf.tidy(() => forward(...inputs).value);
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
