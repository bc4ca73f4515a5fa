import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { detached, withoutGradient } from '../../../operators/tensor/without-gradient.js';
import { onEveryBackend } from '../../backends.js';
import { normal } from '../../gradients.js';

onEveryBackend('without gradient', () => {
  test('a detached tensor has the same values and passes no gradient on', () => {
    const x = normal<tf.Tensor1D>('x', [3]);
    // d/dx of x · [x] is [x]; were it not detached it would be 2x
    const gradient = tf.grad((x) => tf.mul(x, detached(x)))(x);
    expect([...gradient.dataSync()]).toEqual([...x.dataSync()]);
  });

  test('what is made on the way to a constant is gone when it is made', () => {
    const x = normal<tf.Tensor1D>('x', [3]);
    const before = tf.memory().numTensors;
    const [gradient, value] = tf.tidy(() => {
      let alive = 0;
      const gradient = tf.grad((x) => {
        const start = tf.memory().numTensors;
        const constant = withoutGradient(() => tf.exp(tf.square(tf.sin(x))));
        alive = tf.memory().numTensors - start;
        return tf.mul(x, constant);
      })(x);
      return [gradient, alive];
    });
    expect(value).toBe(1);
    gradient.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
