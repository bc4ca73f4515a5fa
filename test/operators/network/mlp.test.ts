import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { declareMlpResidual, mlp, mlpResidual } from '../../../operators/network/mlp.js';
import { onEveryBackend } from '../../backends.js';
import { mixedError } from '../../gradients.js';
import { identity, repeated, weightsOf } from '../../weights.js';

/** x · Φ(x) at −1 and 1, from a table of the normal distribution: Φ(1) = 0.841345 */
const GELU = [-0.158655, 0.841345] as const;

onEveryBackend('an MLP', () => {
  const weights = () =>
    weightsOf(declareMlpResidual('m', 2, 1), {
      'm.norm.gamma': [1, 1],
      'm.norm.beta': [0, 0],
      'm.dense1.kernel': identity(2),
      'm.dense1.bias': repeated(0, 2),
      'm.dense2.kernel': identity(2),
      'm.dense2.bias': [0, 10],
    });

  test('is two dense layers with the GELU between them', () => {
    const out = mlp(weights(), 'm', tf.tensor2d([[-1, 1]])).dataSync();
    expect(mixedError(out, [GELU[0], GELU[1] + 10])).toBeLessThan(1e-5);
  });

  test('with its residual works on the norm of the input, and adds the input itself', () => {
    // the norm of [1, 3] is [−1, 1]
    const out = mlpResidual(weights(), 'm', tf.tensor2d([[1, 3]])).dataSync();
    expect(mixedError(out, [1 + GELU[0], 3 + GELU[1] + 10])).toBeLessThan(1e-5);
  });

  test('has a hidden layer `ratio` times as wide', () => {
    const kernels = declareMlpResidual('m', 3, 4).filter(({ name }) => name.endsWith('kernel'));
    expect(kernels.map(({ shape }) => shape)).toEqual([
      [3, 12],
      [12, 3],
    ]);
  });
});
