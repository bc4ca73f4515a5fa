import { isSketching } from './sketch/engine.js';
import { product } from './product.js';
import { tf } from './tf.js';

/** Bytes from which an array is copied. */
const LARGE = 2 ** 16;

/**
 * A float32 tensor whose numbers `fill` writes. On sketches the numbers are not needed, and `fill` is not called.
 *
 * @param fill writes into an array of zeros
 */
export function filled<R extends tf.Rank>(shape: tf.ShapeMap[R], fill: (data: Float32Array) => void): tf.Tensor<R> {
  if (isSketching()) return tf.zeros<R>(shape);
  const data = new Float32Array(product(shape));
  fill(data);
  // TensorFlow's tensors use the memory of the array. An array that lives as long as a tensor does is garbage that V8 collects late, with
  // 64 MiB of others; one that is copied at once is collected soon.
  if (tf.getBackend() !== 'tensorflow' || data.byteLength < LARGE) return tf.tensor<R>(data, shape);
  return tf.tidy(() => tf.mul<tf.Tensor<R>>(tf.tensor<R>(data, shape), 1));
}
