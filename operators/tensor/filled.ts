import { isSketching } from './sketch/engine.js';
import { product } from './product.js';
import { tf } from './tf.js';

/**
 * A float32 tensor whose numbers `fill` writes. On sketches the numbers are not needed, and `fill` is not called.
 *
 * @param fill writes into an array of zeros
 */
export function filled<R extends tf.Rank>(shape: tf.ShapeMap[R], fill: (data: Float32Array) => void): tf.Tensor<R> {
  if (isSketching()) return tf.zeros<R>(shape);
  const data = new Float32Array(product(shape));
  fill(data);
  return tf.tensor<R>(data, shape);
}
