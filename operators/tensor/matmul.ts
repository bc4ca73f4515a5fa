import * as tf from '@tensorflow/tfjs';

/**
 * Matrix products with explicit transposes where a backend is slow with transpose flags.
 *
 * TensorFlow reads a transposed operand for free; wasm is ten times slower with the flag than with a transpose of its own.
 */
const flagsAreFree = (): boolean => tf.getBackend() === 'tensorflow' || tf.getBackend() === 'webgpu';

/** The last two axes exchanged, as a copy. */
export function transposeLast<T extends tf.Tensor>(x: T): T {
  const axes = x.shape.map((_, axis) => axis);
  const n = axes.length;
  axes.splice(n - 2, 2, n - 1, n - 2);
  return tf.transpose(x, axes);
}

/** a · b. */
export const matMul = <T extends tf.Tensor>(a: T, b: T): T => tf.matMul(a, b);

/** a · bᵀ, over the last two axes. */
export const matMulT = <T extends tf.Tensor>(a: T, b: T): T =>
  flagsAreFree() ? tf.matMul(a, b, false, true) : tf.tidy(() => tf.matMul(a, transposeLast(b)));

/** aᵀ · b, over the last two axes. */
export const matTMul = <T extends tf.Tensor>(a: T, b: T): T =>
  flagsAreFree() ? tf.matMul(a, b, true, false) : tf.tidy(() => tf.matMul(transposeLast(a), b));
