import { native } from '../tensor/native.js';
import { tf } from '../tensor/tf.js';
import { itemAt } from '../../dsl/index.js';
import type { Declaration } from '../network/declaration.js';
import type { Weights } from '../network/weights.js';
import { product } from '../tensor/product.js';

/** Cut a flat vector into named tensors. */
export function split(vector: tf.Tensor1D, declarations: readonly Declaration[]): Weights {
  const shapes = declarations.map(({ shape }) => shape);
  const parts = native()?.cut(vector, shapes) ?? tf.tidy(() => cut(vector, shapes));
  return Object.fromEntries(declarations.map(({ name }, i) => [name, parts[i] as tf.Tensor]));
}

/** Cut the vector and reshape the parts. Half of all parameters are vectors; not reshaping those saves a kernel each. */
function cut(vector: tf.Tensor1D, shapes: readonly (readonly number[])[]): tf.Tensor[] {
  const parts = tf.split(vector, shapes.map(product));
  return parts.map((part, i) => {
    const shape = itemAt(shapes, i);
    return shape.length === 1 ? part : tf.reshape(part, [...shape]);
  });
}

/** Join tensors into one flat vector; `split` is the inverse. */
export const join = (tensors: readonly tf.Tensor[]): tf.Tensor1D =>
  native()?.join(tensors) ??
  tf.concat(tensors.map((part) => (part.rank === 1 ? (part as tf.Tensor1D) : tf.reshape<tf.Rank.R1>(part, [-1]))));
