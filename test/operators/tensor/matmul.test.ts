import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import {
  kernelGradient,
  matMul,
  matMulAdd,
  matMulT,
  matTMul,
  transposeLast,
} from '../../../operators/tensor/matmul.js';
import { onEveryBackend } from '../../backends.js';

const a = (): tf.Tensor2D =>
  tf.tensor2d([
    [1, 2],
    [3, 4],
  ]);
const b = (): tf.Tensor2D =>
  tf.tensor2d([
    [5, 6],
    [7, 8],
  ]);

onEveryBackend('a product', () => {
  test('may read either factor transposed', () => {
    expect(matMul(a(), b()).arraySync()).toEqual([
      [19, 22],
      [43, 50],
    ]);
    expect(matMulT(a(), b()).arraySync()).toEqual([
      [17, 23],
      [39, 53],
    ]);
    expect(matTMul(a(), b()).arraySync()).toEqual([
      [26, 30],
      [38, 44],
    ]);
  });

  test('of batches is taken matrix by matrix', () => {
    const [left, right] = [tf.stack([a(), b()]), tf.stack([b(), a()])] as [tf.Tensor3D, tf.Tensor3D];
    expect(matMulT(left, right).arraySync()).toEqual([
      [
        [17, 23],
        [39, 53],
      ],
      [
        [17, 39],
        [23, 53],
      ],
    ]);
    expect(transposeLast(left).arraySync()).toEqual([
      [
        [1, 3],
        [2, 4],
      ],
      [
        [5, 7],
        [6, 8],
      ],
    ]);
  });

  test('takes a bias and what goes around it', () => {
    const skip = tf.tensor2d([
      [100, 200],
      [300, 400],
    ]);
    expect(matMulAdd(a(), b(), tf.tensor1d([1, 2])).arraySync()).toEqual([
      [20, 24],
      [44, 52],
    ]);
    expect(matMulAdd(a(), b(), tf.tensor1d([1, 2]), skip).arraySync()).toEqual([
      [120, 224],
      [344, 452],
    ]);
  });

  test('has the kernel gradient xᵀ dy and the bias gradient Σ dy', () => {
    const [kernel, bias] = kernelGradient(a(), b());
    expect(kernel.arraySync()).toEqual([
      [26, 30],
      [38, 44],
    ]);
    expect(bias.arraySync()).toEqual([12, 14]);
  });
});
