import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { linear, linearResidual } from '../../../operators/tensor/linear.js';
import { onEveryBackend } from '../../backends.js';
import { expectGradients, normal } from '../../gradients.js';

onEveryBackend('a linear layer', () => {
  test('linear: y = x W + b, and its gradients', () => {
    const [x, w, b] = [normal('x', [5, 3]), normal('w', [3, 4]), normal('b', [4])];
    const y = linear(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D).arraySync();
    const [xs, ws, bs] = [x.arraySync() as number[][], w.arraySync() as number[][], b.arraySync() as number[]];
    const expected = (xs[4]?.reduce((sum, value, i) => sum + value * (ws[i]?.[2] ?? NaN), 0) ?? NaN) + (bs[2] ?? NaN);
    expect(y[4]?.[2]).toBeCloseTo(expected, 5);
    expectGradients((x, w, b) => linear(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D), [x, w, b]);
    expectGradients((x, w) => linear(x as tf.Tensor2D, w as tf.Tensor2D), [x, w]);
  });

  test('added to what goes around it, and its gradients', () => {
    const added = linearResidual(
      tf.tensor2d([[100]]),
      tf.tensor2d([[2, 3]]),
      tf.tensor2d([[5], [7]]),
      tf.tensor1d([1]),
    );
    expect(added.arraySync()).toEqual([[132]]);
    const skip = normal<tf.Tensor2D>('skip', [5, 3]);
    expectGradients(
      (skip, x, w, b) => linearResidual(skip as tf.Tensor2D, x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D),
      [skip, normal('x', [5, 4], 2), normal('w', [4, 3]), normal('b', [3])],
    );
  });
});
