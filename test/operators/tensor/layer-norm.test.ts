import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { layerNorm, normLinear } from '../../../operators/tensor/layer-norm.js';
import { linear } from '../../../operators/tensor/linear.js';
import { onEveryBackend } from '../../backends.js';
import { expectGradients, mixedError, normal } from '../../gradients.js';

onEveryBackend('a layer norm', () => {
  test('layer norm: rows of mean 0 and variance 1, and its gradients', () => {
    const x = normal<tf.Tensor2D>('x', [4, 6], 3);
    const y = layerNorm(x, { gamma: tf.ones([6]), beta: tf.zeros([6]) });
    const { mean, variance } = tf.moments(y, 1);
    expect(mixedError(mean.dataSync(), new Float32Array(4))).toBeLessThan(1e-6);
    expect(mixedError(variance.dataSync(), new Float32Array(4).fill(1))).toBeLessThan(1e-5);
    expectGradients(
      (x, g, b) => layerNorm(x as tf.Tensor2D, { gamma: g as tf.Tensor1D, beta: b as tf.Tensor1D }),
      [x, normal('g', [6]), normal('b', [6])],
    );
  });

  test('norm and linear in one is the one after the other, and its gradients', () => {
    const x = tf.add<tf.Tensor2D>(normal('x', [4, 6], 3), 2);
    const [g, b, w, c] = [normal('g', [6]), normal('b', [6]), normal('w', [6, 3]), normal('c', [3])];
    const norm = { gamma: g as tf.Tensor1D, beta: b as tf.Tensor1D };
    const both = normLinear(x, norm, w as tf.Tensor2D, c as tf.Tensor1D);
    const apart = linear(layerNorm(x, norm), w as tf.Tensor2D, c as tf.Tensor1D);
    expect(mixedError(both.dataSync(), apart.dataSync())).toBeLessThan(1e-5);
    expectGradients(
      (x, g, b, w, c) =>
        normLinear(
          x as tf.Tensor2D,
          { gamma: g as tf.Tensor1D, beta: b as tf.Tensor1D },
          w as tf.Tensor2D,
          c as tf.Tensor1D,
        ),
      [x, g, b, w, c],
    );
  });
});
