import { tf } from './tf.js';
import { withGradient } from './with-gradient.js';

/** gelu(x) = GELU_SCALE · unscaledGelu(GELU_SCALE · x). */
export const GELU_SCALE = Math.SQRT1_2;

/**
 * GELU with the exact Gaussian distribution function (erf, not tanh), without its scales: u · (1 + erf u).
 *
 * A GELU stands between two matrices: multiplying those by GELU_SCALE is far cheaper than multiplying the activations.
 * Gradient: 1 + erf(u) + u · 2/√π · exp(−u²).
 */
export function unscaledGelu<T extends tf.Tensor>(u: T): T {
  return withGradient<T>([u], (u) => {
    const gate = tf.add<T>(tf.erf(u as T), 1);
    return {
      value: tf.mul(u, gate),
      save: [u, gate],
      gradient: (dy, saved) => {
        const [u, gate] = saved as [T, T];
        const density = tf.exp(tf.sub(Math.log(2 / Math.sqrt(Math.PI)), tf.square(u)));
        return [tf.mul(dy, tf.add(gate, tf.mul(u, density)))];
      },
    };
  });
}
