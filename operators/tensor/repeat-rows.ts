import { tf } from './tf.js';
import { columnSum } from './column-sum.js';
import { withGradient } from './with-gradient.js';

/**
 * The same rows again and again: [r, c] → [times · r, c].
 *
 * tf.tile with a gradient in one sum; tfjs's own takes a slice and a sum for each repetition.
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
