import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { readFloats } from '../../../operators/tensor/read-floats.js';
import { onEveryBackend, onTensorflow } from '../../backends.js';

onEveryBackend('the numbers of a tensor', () => {
  test('are those that it holds', async () => {
    const sum = tf.add(tf.tensor1d([1, 2, 3]), 0.5);
    expect([...(await readFloats(sum))]).toEqual([1.5, 2.5, 3.5]);
  });
});

onTensorflow('the numbers of a tensor', () => {
  test('are there at once', () => {
    expect(readFloats(tf.mul(tf.ones([2]), 3))).toEqual(Float32Array.of(3, 3));
  });
});
