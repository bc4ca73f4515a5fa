import { tf } from '../tensor/tf.js';
import type { Declaration, Weights } from '../network/parameters.js';
import { product } from '../network/shape.js';

/** A flat vector cut into named tensors. */
export function split(vector: tf.Tensor1D, declarations: readonly Declaration[]): Weights {
  const parts = tf.tidy(() =>
    tf
      .split(
        vector,
        declarations.map(({ shape }) => product(shape)),
      )
      // a vector has its shape already: half of all parameters, and so many kernels less
      .map((part, i) =>
        declarations[i]?.shape.length === 1 ? part : tf.reshape(part, [...(declarations[i]?.shape ?? [])]),
      ),
  );
  return Object.fromEntries(declarations.map(({ name }, i) => [name, parts[i] as tf.Tensor]));
}

/** Arrays one after the other. */
export function flatten(arrays: readonly Float32Array[]): Float32Array {
  const flat = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const array of arrays) {
    flat.set(array, offset);
    offset += array.length;
  }
  return flat;
}
