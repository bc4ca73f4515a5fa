import { tf } from './tf.js';
import { columnSum } from './column-sum.js';
import { withGradient } from './with-gradient.js';

/**
 * Repeat all rows several times: [r, c] → [times · r, c].
 *
 * This is tf.tile with a gradient of one sum; the gradient in tfjs takes a slice and a sum per repetition.
 */
export function repeatRows(x: tf.Tensor2D, times: number): tf.Tensor2D {
  if (times === 1) return x;
  const [r, c] = x.shape;
  return withGradient<tf.Tensor2D>([x], (x) => ({
    value: tf.tile(x as tf.Tensor2D, [times, 1]),
    save: [],
    gradient: (dy) => [tf.reshape(columnSum(tf.reshape(dy, [times, r * c])), [r, c])],
  }));
}
