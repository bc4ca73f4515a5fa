import { tf } from './tf.js';
import { native } from './native.js';
import type { ProductOptions } from './native-kernels.js';
import { addToRows, columnSum, plainMatMul } from './column-sum.js';
import { productInstructions } from './precision.js';

/** a · b, over the last two axes. */
export const matMul = <T extends tf.Tensor>(a: T, b: T): T => multiply(a, b, {});

/** a · bᵀ, over the last two axes. */
export const matMulT = <T extends tf.Tensor>(a: T, b: T): T => multiply(a, b, { transposeB: true });

/** aᵀ · b, over the last two axes. */
export const matTMul = <T extends tf.Tensor>(a: T, b: T): T => multiply(a, b, { transposeA: true });

/**
 * a · b + bias + skip, on matrices; not differentiable; used within larger operations.
 *
 * @param bias [columns] added to every row; undefined: none
 * @param skip [rows, columns]; undefined: none
 */
export function matMulAdd(a: tf.Tensor2D, b: tf.Tensor2D, bias?: tf.Tensor1D, skip?: tf.Tensor2D): tf.Tensor2D {
  const fused = native();
  if (fused !== undefined) return fused.matMul(a, b, { bias, skip, bf16: productInstructions() });
  const product = multiply(a, b, {});
  const shifted = bias === undefined ? product : addToRows(product, bias);
  return skip === undefined ? shifted : tf.add(skip, shifted);
}

/** Gradients of a linear layer's kernel and bias: xᵀ · dy, [in, out], and the sum over the rows of dy, [out]. */
export const kernelGradient = (x: tf.Tensor2D, dy: tf.Tensor2D): [kernel: tf.Tensor2D, bias: tf.Tensor1D] =>
  native()?.kernelGradient(x, dy, productInstructions()) ?? [matTMul(x, dy), columnSum(dy)];

/**
 * Multiply with transposed operands. TensorFlow and WebGPU read a transposed operand without cost; wasm is ten times slower with the flag than
 * with a separate transpose.
 */
function multiply<T extends tf.Tensor>(a: T, b: T, flags: Pick<ProductOptions, 'transposeA' | 'transposeB'>): T {
  const { transposeA = false, transposeB = false } = flags;
  if (isMatrix(a) && isMatrix(b)) {
    const options = { ...flags, bf16: productInstructions() };
    const product = native()?.matMul(a, b, options) ?? plainMatMul(a, b, transposeA, transposeB);
    if (product !== undefined) return product as tf.Tensor as T;
  }
  const flagsAreFree = tf.getBackend() === 'tensorflow' || tf.getBackend() === 'webgpu';
  if (flagsAreFree) return tf.matMul(a, b, transposeA, transposeB);
  return tf.tidy(() => tf.matMul(transposeA ? transposeLast(a) : a, transposeB ? transposeLast(b) : b));
}

/** A copy with the last two axes exchanged. */
export function transposeLast<T extends tf.Tensor>(x: T): T {
  const axes = x.shape.map((_, axis) => axis);
  const n = axes.length;
  axes.splice(n - 2, 2, n - 1, n - 2);
  return tf.transpose(x, axes);
}

const isMatrix = (x: tf.Tensor): x is tf.Tensor2D => x.rank === 2;
