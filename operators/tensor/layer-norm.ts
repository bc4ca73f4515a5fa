import { tf } from './tf.js';
import { kernelGradient, matMul, matMulAdd, matMulT } from './matmul.js';
import { native } from './native.js';
import { PackedKernel, type Kernel } from './packed-kernel.js';
import { addToRows, columnSum } from './column-sum.js';
import { withGradient } from './with-gradient.js';

/** Added to the variance, as in RIN. */
const EPSILON = 1e-6;

/** Scale and shift of a layer norm, each [d]. */
export interface Norm {
  readonly gamma: tf.Tensor1D;
  readonly beta: tf.Tensor1D;
}

/**
 * Layer norm over the last axis, biased variance, epsilon 1e-6.
 *
 * @param x [rows, d]
 * @returns [rows, d]
 */
export function layerNorm(x: tf.Tensor2D, { gamma, beta }: Norm): tf.Tensor2D {
  return withGradient<tf.Tensor2D>([x, gamma, beta], (x, gamma, beta) => {
    const [normal, inverse] = normalise(x as tf.Tensor2D);
    return {
      value: addToRows(tf.mul(normal, gamma), beta as tf.Tensor1D),
      save: [normal, inverse, gamma],
      gradient: (dy, saved) => {
        const [normal, inverse, gamma] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
        const dx = normaliseGradient(tf.mul(dy, gamma), normal, inverse);
        return [dx, columnSum(tf.mul(dy, normal)), columnSum(dy)];
      },
    };
  });
}

/**
 * linear(layerNorm(x)). The scale and shift of the norm are multiplied into the kernel, which is smaller than the activations.
 *
 * @param x [rows, in]
 * @param kernel [in, out]; a packed one has no gradient
 * @param bias [out]
 * @returns [rows, out]
 */
export function normLinear(x: tf.Tensor2D, norm: Norm, kernel: Kernel, bias: tf.Tensor1D): tf.Tensor2D {
  if (kernel instanceof PackedKernel) return kernel.product(x, { norm, bias });
  return withGradient<tf.Tensor2D>([x, norm.gamma, norm.beta, kernel, bias], (x, gamma, beta, kernel, bias) => {
    const [normal, inverse] = normalise(x as tf.Tensor2D);
    const folded = foldNorm(gamma, beta, kernel, bias);
    return {
      value: matMulAdd(normal, folded.kernel, folded.bias),
      save: [normal, inverse, gamma, beta, kernel],
      gradient: (dy, saved) => {
        const [normal, inverse, gamma, beta, kernel] = saved as [M, M, V, V, M];
        const [dFolded, dBias] = kernelGradient(normal, dy);
        const gradients = unfoldNorm(gamma, beta, kernel, dFolded, dBias);
        return [foldedGradient(dy, kernel, gamma, [normal, inverse]), ...gradients, dBias];
      },
    };
  });
}
type M = tf.Tensor2D;
type V = tf.Tensor1D;

/** Fold a norm's scale and shift into the linear layer after it: LN(x) · W + b = normal · (γ W) + (β W + b). */
export function foldNorm(
  gamma: tf.Tensor,
  beta: tf.Tensor,
  kernel: tf.Tensor,
  bias: tf.Tensor,
): { kernel: M; bias: V } {
  const fused = native()?.foldNorm(gamma as V, beta as V, kernel as M, bias as V);
  if (fused !== undefined) return { kernel: fused[0], bias: fused[1] };
  const shift = matMul(tf.reshape<tf.Rank.R2>(beta, [1, -1]), kernel as M);
  return { kernel: scaleRows(kernel, gamma), bias: tf.add<V>(tf.reshape(shift, [-1]), bias) };
}

/** γ W: the kernel with row i multiplied by γ_i. */
const scaleRows = (kernel: tf.Tensor, gamma: tf.Tensor): M => tf.mul(kernel, tf.reshape(gamma, [-1, 1]));

/**
 * Gradients of γ, β and W from those of the folded kernel and bias.
 *
 * @param dFolded normalᵀ · dy, [in, out]
 * @param dBias [out]
 */
export function unfoldNorm(gamma: V, beta: V, kernel: M, dFolded: M, dBias: V): [V, V, M] {
  const fused = native();
  if (fused !== undefined) return fused.unfoldNorm(gamma, beta, kernel, dFolded, dBias);
  const row = tf.reshape<tf.Rank.R2>(dBias, [1, -1]);
  const dBeta = tf.reshape<tf.Rank.R1>(matMulT(row, kernel), [-1]);
  const dKernel = tf.add<M>(scaleRows(dFolded, gamma), matMul(tf.reshape<tf.Rank.R2>(beta, [-1, 1]), row));
  return [tf.sum(tf.mul(kernel, dFolded), 1), dBeta, dKernel];
}

/** The gradient of x from that of a folded layer's output, plus `skip`, the gradient that reaches x on another path. */
export function foldedGradient(dy: M, kernel: M, gamma: V, [normal, inverse]: [M, M], skip?: M): M {
  const fused = native();
  if (fused !== undefined) return fused.normaliseGradient(matMulT(dy, kernel), gamma, normal, inverse, skip);
  return normaliseGradient(matMulT(dy, scaleRows(kernel, gamma)), normal, inverse, skip);
}

/** The rows scaled to mean 0 and variance 1, [rows, d], and the factor of each row, [rows, 1]; not differentiable. */
export function normalise(x: tf.Tensor2D): [normal: tf.Tensor2D, inverse: tf.Tensor2D] {
  const fused = native();
  if (fused !== undefined) return fused.normalise(x);
  const centred = tf.sub<tf.Tensor2D>(x, tf.mean(x, 1, true));
  const inverse = tf.rsqrt(tf.add<tf.Tensor2D>(tf.mean(tf.square(centred), 1, true), EPSILON));
  return [tf.mul(centred, inverse), inverse];
}

/** The gradient of x from that of `normal`, plus `skip`, the gradient that reaches x on another path. */
export function normaliseGradient(dNormal: tf.Tensor2D, normal: M, inverse: M, skip?: M): tf.Tensor2D {
  const fused = native();
  if (fused !== undefined) return fused.normaliseGradient(dNormal, undefined, normal, inverse, skip);
  const centred = tf.sub<tf.Tensor2D>(dNormal, tf.mean(dNormal, 1, true));
  const along = tf.mul(normal, tf.mean(tf.mul(dNormal, normal), 1, true));
  const dx = tf.mul<tf.Tensor2D>(tf.sub(centred, along), inverse);
  return skip === undefined ? dx : tf.add(dx, skip);
}
