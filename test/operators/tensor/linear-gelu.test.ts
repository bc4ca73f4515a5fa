import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { linearGelu } from '../../../operators/tensor/linear-gelu.js';
import { PackedKernel } from '../../../operators/tensor/packed-kernel.js';
import { onEveryBackend, onTensorflow } from '../../backends.js';
import { hasBf16 } from '../../bf16.js';
import { mixedError, normal } from '../../gradients.js';

const inputs = () =>
  [normal('x', [7, 20]), normal('w', [20, 9]), normal('b', [9])] as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];

onEveryBackend('a layer and GELU', () => {
  test('are the product, the bias and GELU', () => {
    const [x, w, bias] = inputs();
    const u = tf.add(tf.matMul(x, w), bias);
    const gelu = tf.mul(u, tf.mul(tf.add(tf.erf(tf.mul(u, Math.SQRT1_2)), 1), 0.5));
    expect(mixedError(linearGelu(x, w, bias).dataSync(), gelu.dataSync())).toBeLessThan(1e-5);
  });
});

onTensorflow('a packed layer and GELU', () => {
  (hasBf16 ? test : test.skip)('are those in float32, but for the rounding', () => {
    const [x, w, bias] = inputs();
    const exact = linearGelu(x, w, bias).dataSync();
    const error = mixedError(linearGelu(x, PackedKernel.of(w), bias).dataSync(), exact);
    expect(error).toBeLessThan(0.05);
    expect(error).toBeGreaterThan(1e-4);
  });
});
