import * as tf from '@tensorflow/tfjs';
import { columnSum } from './raw.js';
import { withGradient } from './with-gradient.js';

/** Added to the variance, as in RIN. */
const EPSILON = 1e-6;

/**
 * Layer norm over the last axis, biased variance, epsilon 1e-6.
 *
 * @param x [rows, d]
 * @param gamma [d]
 * @param beta [d]
 * @returns [rows, d]
 */
export function layerNorm(x: tf.Tensor2D, gamma: tf.Tensor1D, beta: tf.Tensor1D): tf.Tensor2D {
  return withGradient<tf.Tensor2D>([x, gamma, beta], (x, gamma, beta) => {
    const centred = tf.sub(x, tf.mean(x as tf.Tensor2D, 1, true));
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), EPSILON));
    const normal = tf.mul(centred, inverse);
    return {
      value: tf.add(tf.mul(normal, gamma as tf.Tensor1D), beta),
      save: [normal, inverse, gamma],
      gradient: (dy, saved) => {
        const [normal, inverse, gamma] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
        const dn = tf.mul(dy, gamma);
        const along = tf.mul(normal, tf.mean(tf.mul(dn, normal), 1, true));
        const dx = tf.mul(tf.sub(tf.sub(dn, tf.mean(dn, 1, true)), along), inverse);
        return [dx, columnSum(tf.mul(dy, normal)), columnSum(dy)];
      },
    };
  });
}
