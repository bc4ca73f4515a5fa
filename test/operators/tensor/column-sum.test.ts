import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { addToRows, columnSum, plainMatMul } from '../../../operators/tensor/column-sum.js';
import { onEveryBackend } from '../../backends.js';

const x = (): tf.Tensor2D =>
  tf.tensor2d([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);

onEveryBackend('rows', () => {
  test('are summed column by column', () => {
    expect(columnSum(x()).arraySync()).toEqual([9, 12]);
  });

  test('have the same vector added to each of them', () => {
    expect(addToRows(x(), tf.tensor1d([10, 20])).arraySync()).toEqual([
      [11, 22],
      [13, 24],
      [15, 26],
    ]);
  });

  test('are multiplied by a plain kernel where TensorFlow runs, and only there', () => {
    const product = plainMatMul(x(), x(), true, false);
    // xᵀ x
    if (tf.getBackend() === 'tensorflow')
      expect(product?.arraySync()).toEqual([
        [35, 44],
        [44, 56],
      ]);
    else expect(product).toBeUndefined();
  });
});
