import { tf } from './tf.js';
import { plainMatMul } from './raw.js';

/** a · b, over the last two axes. */
export const matMul = <T extends tf.Tensor>(a: T, b: T): T => multiply(a, b, false, false);

/** a · bᵀ, over the last two axes. */
export const matMulT = <T extends tf.Tensor>(a: T, b: T): T => multiply(a, b, false, true);

/** aᵀ · b, over the last two axes. */
export const matTMul = <T extends tf.Tensor>(a: T, b: T): T => multiply(a, b, true, false);

/** TensorFlow and WebGPU read a transposed operand for free; wasm is ten times slower with the flag than with a transpose of its own. */
function multiply<T extends tf.Tensor>(a: T, b: T, transposeA: boolean, transposeB: boolean): T {
  if (a.rank === 2 && b.rank === 2) {
    const plain = plainMatMul(a as tf.Tensor2D, b as tf.Tensor2D, transposeA, transposeB);
    if (plain !== undefined) return plain as unknown as T;
  }
  const flagsAreFree = tf.getBackend() === 'tensorflow' || tf.getBackend() === 'webgpu';
  if (flagsAreFree) return tf.matMul(a, b, transposeA, transposeB);
  return tf.tidy(() => tf.matMul(transposeA ? transposeLast(a) : a, transposeB ? transposeLast(b) : b));
}

/** The last two axes exchanged, as a copy. */
export function transposeLast<T extends tf.Tensor>(x: T): T {
  const axes = x.shape.map((_, axis) => axis);
  const n = axes.length;
  axes.splice(n - 2, 2, n - 1, n - 2);
  return tf.transpose(x, axes);
}
