import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { biasGelu } from '../../../operators/tensor/bias-gelu.js';
import { layerNorm } from '../../../operators/tensor/layer-norm.js';
import { linear } from '../../../operators/tensor/linear.js';
import { mlpResidual } from '../../../operators/tensor/mlp-residual.js';
import { onEveryBackend } from '../../backends.js';
import { expectGradients, mixedError, normal } from '../../gradients.js';

onEveryBackend('a residual MLP', () => {
  test('a residual MLP is its parts one after the other, and its gradients', () => {
    const [x, gamma, beta] = [normal('x', [5, 4], 2), normal('g', [4]), normal('b', [4])];
    const layers = [normal('w1', [4, 6]), normal('b1', [6]), normal('w2', [6, 4]), normal('b2', [4])];
    const whole = (...[x, gamma, beta, w1, b1, w2, b2]: tf.Tensor[]): tf.Tensor =>
      mlpResidual(
        x as tf.Tensor2D,
        { gamma: gamma as tf.Tensor1D, beta: beta as tf.Tensor1D },
        { kernel: w1 as tf.Tensor2D, bias: b1 as tf.Tensor1D },
        { kernel: w2 as tf.Tensor2D, bias: b2 as tf.Tensor1D },
      );
    const [w1, b1, w2, b2] = layers as [tf.Tensor2D, tf.Tensor1D, tf.Tensor2D, tf.Tensor1D];
    const normed = layerNorm(x as tf.Tensor2D, { gamma: gamma as tf.Tensor1D, beta: beta as tf.Tensor1D });
    const apart = tf.add(x, linear(biasGelu(linear(normed, w1), b1), w2, b2));
    expect(mixedError(whole(x, gamma, beta, ...layers).dataSync(), apart.dataSync())).toBeLessThan(1e-5);
    expectGradients(whole, [x, gamma, beta, ...layers]);
  });
});
