import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { withGradient } from '../../../operators/tensor/with-gradient.js';
import { onEveryBackend } from '../../backends.js';

/** x · y, with three times its gradient so that it can be told from that of TensorFlow.js. */
const product = (x: tf.Tensor, y: tf.Tensor): tf.Tensor =>
  withGradient([x, y], (x, y) => ({
    value: tf.mul(x, y),
    save: [x, y],
    gradient: (dy, [x, y]) => [tf.mul(dy, y as tf.Tensor), tf.mul(dy, x as tf.Tensor)].map((g) => tf.mul(g, 3)),
  }));

onEveryBackend('an operation with its own gradient', () => {
  test('has that gradient, for every input', () => {
    const [dx, dy] = tf.grads(product)([tf.scalar(2), tf.scalar(5)]);
    expect([dx?.dataSync()[0], dy?.dataSync()[0]]).toEqual([15, 6]);
  });

  test('gives its value outside a gradient, too, and leaves nothing else behind', () => {
    const inputs = [tf.scalar(2), tf.scalar(5)] as const;
    const before = tf.memory().numTensors;
    const value = product(product(...inputs), inputs[1]);
    expect(value.dataSync()[0]).toBe(50);
    value.dispose();
    expect(tf.memory().numTensors).toBe(before + 1); // the inner product
    tf.dispose([...inputs]);
  });

  test('leaves no tensors behind but the gradients', () => {
    const inputs = [tf.scalar(2), tf.scalar(5)];
    const before = tf.memory().numTensors;
    const gradients = tf.grads((x, y) => product(product(x, y), y))(inputs);
    expect(tf.memory().numTensors).toBe(before + 2);
    tf.dispose(gradients);
  });
});
