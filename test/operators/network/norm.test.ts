import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { declareDense } from '../../../operators/network/dense.js';
import { declareNorm, norm, normDense } from '../../../operators/network/norm.js';
import { onEveryBackend } from '../../backends.js';
import { mixedError } from '../../gradients.js';
import { weightsOf } from '../../weights.js';

onEveryBackend('a layer norm', () => {
  const weights = () =>
    weightsOf([...declareNorm('n', 2), ...declareDense('d', 2, 1)], {
      'n.gamma': [10, 20],
      'n.beta': [1, 2],
      'd.kernel': [100, 1000],
      'd.bias': [0.5],
    });
  // of mean 2 and deviation 1, then of mean 0 and deviation 4
  const x = (): tf.Tensor2D =>
    tf.tensor2d([
      [1, 3],
      [4, -4],
    ]);

  test('scales every row to mean 0 and variance 1, then by gamma, and adds beta', () => {
    expect(mixedError(norm(weights(), 'n', x()).dataSync(), [-9, 22, 11, -18])).toBeLessThan(1e-5);
  });

  test('with a dense layer after it is one after the other', () => {
    expect(mixedError(normDense(weights(), 'n', 'd', x()).dataSync(), [21100.5, -16899.5])).toBeLessThan(1e-5);
  });
});
