import * as tf from '@tensorflow/tfjs';
import { withGradient } from './with-gradient.js';

/**
 * GELU with the exact Gaussian distribution function (erf, not tanh): x · Φ(x).
 *
 * Gradient: Φ(x) + x · φ(x).
 */
export function gelu<T extends tf.Tensor>(x: T): T {
  return withGradient<T>([x], (x) => {
    const phi = tf.mul(tf.add(tf.erf(tf.mul(x as T, Math.SQRT1_2)), 1), 0.5);
    return {
      value: tf.mul(x, phi),
      save: [x, phi],
      gradient: (dy, saved) => {
        const [x, phi] = saved as [T, T];
        const density = tf.exp(tf.mul(tf.square(x), -0.5));
        const slope = tf.add(phi, tf.mul(tf.mul(x, 1 / Math.sqrt(2 * Math.PI)), density));
        return [tf.mul(dy, slope)];
      },
    };
  });
}
