import { tf } from '../tensor/tf.js';
import { optimiseAtOnce, optimiseInParts, type Optimise } from './adamw.js';

/**
 * One LAMB step and the moving average after it.
 *
 * u = m̂/(√v̂ + ε) + λ w; w −= rate · r · u, with r = |w|/|u| per kernel, or 1 if either norm is 0. Parameters that do not decay
 * (biases, norms, tables) have r = 1 and take Adam's step.
 *
 * source You et al. 2020, Alg. 2 with bias correction; as timm's Lamb and TensorFlow Addons' LAMB
 */
export const lamb: Optimise = (state, gradient, scale, kernels, settings) =>
  optimiseAtOnce(state, gradient, scale, kernels, settings, true) ??
  optimiseInParts(state, gradient, scale, kernels, settings, (update, weights) =>
    // the part of a member may have none
    kernels.length === 0 ? update : timesPerKernel(update, trustRatios(weights, update, kernels), kernels),
  );

/** |w|/|u| of every kernel, or 1 if either is 0; [kernels] */
function trustRatios(weights: tf.Tensor1D, update: tf.Tensor1D, kernels: readonly number[]): tf.Tensor1D {
  const norms = (vector: tf.Tensor1D): tf.Tensor1D =>
    tf.sqrt(tf.stack(tf.split(vector, [...kernels]).map((part) => tf.dot(part, part))) as tf.Tensor1D);
  const [w, u] = [norms(weights), norms(update)];
  const both = tf.logicalAnd(tf.greater(w, 0), tf.greater(u, 0));
  return tf.where(both, tf.div<tf.Tensor1D>(w, tf.where(both, u, tf.onesLike(u))), tf.onesLike(w));
}

/** Multiply every kernel of a flat vector by a number, in one product; the vector is cut into rows whose length divides all kernels. */
function timesPerKernel(vector: tf.Tensor1D, factors: tf.Tensor1D, kernels: readonly number[]): tf.Tensor1D {
  const row = kernels.reduce(commonDivisor);
  const owner = Int32Array.from(kernels.flatMap((size, kernel) => Array.from({ length: size / row }, () => kernel)));
  const perRow = tf.reshape(tf.gather(factors, tf.tensor1d(owner, 'int32')), [-1, 1]);
  return tf.reshape<tf.Rank.R1>(tf.mul(tf.reshape(vector, [-1, row]), perRow), [-1]);
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));
