import { tf } from './tf.js';
import { matMul, matMulT, matTMul } from './matmul.js';
import { addToRows, columnSum } from './raw.js';
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
    const { normal, inverse } = normalise(x as tf.Tensor2D);
    return {
      value: addToRows(tf.mul(normal, gamma), beta as tf.Tensor1D),
      save: [normal, inverse, gamma],
      gradient: (dy, saved) => {
        const [normal, inverse, gamma] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
        const dNormal = tf.mul<tf.Tensor2D>(dy, gamma);
        const centred = tf.sub<tf.Tensor2D>(dNormal, tf.mean(dNormal, 1, true));
        return [normaliseGradient(centred, normal, inverse), columnSum(tf.mul(dy, normal)), columnSum(dy)];
      },
    };
  });
}

/**
 * linear(layerNorm(x)): the norm's scale and shift go into the kernel, which is small, instead of over the activations.
 *
 * LN(x) · W + b = normal · (γ W) + (β W + b), and a gradient through (γ W) with its columns centred is centred already.
 *
 * @param x [rows, in]
 * @param norm gamma and beta, each [in]
 * @param kernel [in, out]
 * @param bias [out]
 * @returns [rows, out]
 */
export function normLinear(
  x: tf.Tensor2D,
  norm: { readonly gamma: tf.Tensor1D; readonly beta: tf.Tensor1D },
  kernel: tf.Tensor2D,
  bias: tf.Tensor1D,
): tf.Tensor2D {
  return withGradient<tf.Tensor2D>([x, norm.gamma, norm.beta, kernel, bias], (x, gamma, beta, kernel, bias) => {
    const { normal, inverse } = normalise(x as tf.Tensor2D);
    const column = tf.reshape<tf.Rank.R2>(gamma, [-1, 1]);
    const shift = matMul(tf.reshape<tf.Rank.R2>(beta, [1, -1]), kernel as tf.Tensor2D);
    const product = matMul(normal, tf.mul<tf.Tensor2D>(kernel, column));
    return {
      value: addToRows(product, tf.add(tf.reshape(shift, [-1]), bias)),
      save: [normal, inverse, column, tf.reshape(beta, [-1, 1]), kernel],
      gradient: normLinearGradient,
    };
  });
}

function normLinearGradient(dy: tf.Tensor2D, saved: readonly tf.Tensor[]): tf.Tensor[] {
  const [normal, inverse, gamma, beta, kernel] = saved as [
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor2D,
  ];
  const dBias = columnSum(dy);
  const row = tf.reshape<tf.Rank.R2>(dBias, [1, -1]);
  const dProduct = matTMul(normal, dy);
  const scaled = tf.mul<tf.Tensor2D>(kernel, gamma);
  const dCentred = matMulT(dy, tf.sub<tf.Tensor2D>(scaled, tf.mean(scaled, 0, true)));
  return [
    normaliseGradient(dCentred, normal, inverse),
    tf.sum(tf.mul(kernel, dProduct), 1),
    tf.reshape(matMulT(row, kernel), [-1]),
    tf.add(tf.mul(dProduct, gamma), matMul(beta, row)),
    dBias,
  ];
}

/** Rows of mean 0 and variance 1, [rows, d], and the factor each row got, [rows, 1]. */
export function normalise(x: tf.Tensor2D): { normal: tf.Tensor2D; inverse: tf.Tensor2D } {
  const centred = tf.sub<tf.Tensor2D>(x, tf.mean(x, 1, true));
  const inverse = tf.rsqrt(tf.add<tf.Tensor2D>(tf.mean(tf.square(centred), 1, true), EPSILON));
  return { normal: tf.mul(centred, inverse), inverse };
}

/** From the gradient of `normal`, less its rows' means, to the gradient of x. */
export function normaliseGradient(centred: tf.Tensor2D, normal: tf.Tensor2D, inverse: tf.Tensor2D): tf.Tensor2D {
  const along = tf.mul(normal, tf.mean(tf.mul(centred, normal), 1, true));
  return tf.mul(tf.sub(centred, along), inverse);
}
