import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { repeatRows } from '../../../operators/tensor/repeat-rows.js';
import { onEveryBackend } from '../../backends.js';

const x = (): tf.Tensor2D =>
  tf.tensor2d([
    [1, 2],
    [3, 4],
  ]);

onEveryBackend('rows that are repeated', () => {
  test('come all of them, then all of them again', () => {
    expect(repeatRows(x(), 2).arraySync()).toEqual([
      [1, 2],
      [3, 4],
      [1, 2],
      [3, 4],
    ]);
  });

  test('have the sum of the gradients of their copies', () => {
    const dy = tf.tensor2d([
      [1, 2],
      [3, 4],
      [10, 20],
      [30, 40],
    ]);
    const gradient = tf.grad((x) => repeatRows(x as tf.Tensor2D, 2))(x(), dy);
    expect(gradient.arraySync()).toEqual([
      [11, 22],
      [33, 44],
    ]);
  });
});
