import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { biasGelu } from '../../../operators/tensor/bias-gelu.js';
import { onEveryBackend } from '../../backends.js';
import { expectGradients, mixedError, normal } from '../../gradients.js';

onEveryBackend('an activation', () => {
  test('GELU is the one with erf, not tanh', () => {
    // x Φ(x) at 1 and −2, from the normal distribution function's tables
    const values = biasGelu(tf.tensor2d([[0.5, -2.25, 0, 5.75, -9]]), tf.tensor1d([0.5, 0.25, 0, 0.25, -1])).dataSync();
    expect(mixedError(values, [0.8413447, -0.0455003, 0, 6, 0])).toBeLessThan(2e-6);
    expectGradients(
      (x, b) => biasGelu(x as tf.Tensor2D, b as tf.Tensor1D),
      [normal('x', [70, 3], 2), normal('b', [3])],
    );
  });
});
