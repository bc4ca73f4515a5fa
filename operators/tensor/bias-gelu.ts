import { tf } from './tf.js';
import { addToRows, columnSum } from './column-sum.js';
import { withGradient } from './with-gradient.js';

/**
 * gelu(x + bias) with the exact Gaussian distribution function (erf, not tanh).
 *
 * @param x [n, d]
 * @param bias [d]
 */
export function biasGelu(x: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  return withGradient<tf.Tensor2D>([x, bias], (x, bias) => ({
    value: geluForward(x as tf.Tensor2D, bias as tf.Tensor1D),
    save: [x, bias],
    gradient: (dy, [x, bias]) => geluGradient(x as tf.Tensor2D, bias as tf.Tensor1D, dy),
  }));
}

/** gelu(x + bias), not differentiable; used within larger operations. */
export function geluForward(x: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  const u = addToRows(x, bias);
  return tf.mul(u, distribution(u));
}

/** Gradients of x and bias: dy · (Φ(u) + u φ(u)), u = x + bias. */
export function geluGradient(x: tf.Tensor2D, bias: tf.Tensor1D, dy: tf.Tensor2D): [tf.Tensor2D, tf.Tensor1D] {
  const u = addToRows(x, bias);
  const density = tf.mul(tf.exp(tf.mul(tf.square(u), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  const dx = tf.mul<tf.Tensor2D>(dy, tf.add(distribution(u), tf.mul(u, density)));
  return [dx, columnSum(dx)];
}

/** Φ(u), the distribution function of the standard normal. */
const distribution = (u: tf.Tensor2D): tf.Tensor2D => tf.mul(tf.add(tf.erf(tf.mul(u, Math.SQRT1_2)), 1), 0.5);
