import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { crossAttention, selfAttention } from '../../../operators/tensor/attention.js';
import { biasGelu } from '../../../operators/tensor/bias-gelu.js';
import { layerNorm, normLinear } from '../../../operators/tensor/layer-norm.js';
import { linear, linearResidual } from '../../../operators/tensor/linear.js';
import { mlpResidual } from '../../../operators/tensor/mlp-residual.js';
import { averageMatrix, linearMatrix, pickMatrix } from '../../../operators/tensor/linear-matrix.js';
import { resample } from '../../../operators/tensor/resample.js';
import { onEveryBackend } from '../../backends.js';
import { expectGradients, mixedError, normal } from '../../gradients.js';

onEveryBackend('kernels', () => {
  test('linear: y = x W + b, and its gradients', () => {
    const [x, w, b] = [normal('x', [5, 3]), normal('w', [3, 4]), normal('b', [4])];
    const y = linear(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D).arraySync();
    const [xs, ws, bs] = [x.arraySync() as number[][], w.arraySync() as number[][], b.arraySync() as number[]];
    const expected = (xs[4]?.reduce((sum, value, i) => sum + value * (ws[i]?.[2] ?? NaN), 0) ?? NaN) + (bs[2] ?? NaN);
    expect(y[4]?.[2]).toBeCloseTo(expected, 5);
    expectGradients((x, w, b) => linear(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D), [x, w, b]);
    expectGradients((x, w) => linear(x as tf.Tensor2D, w as tf.Tensor2D), [x, w]);
  });

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

  test('GELU is the one with erf, not tanh', () => {
    // x Φ(x) at 1 and −2, from the normal distribution function's tables
    const values = biasGelu(tf.tensor2d([[0.5, -2.25, 0, 5.75, -9]]), tf.tensor1d([0.5, 0.25, 0, 0.25, -1])).dataSync();
    expect(mixedError(values, [0.8413447, -0.0455003, 0, 6, 0])).toBeLessThan(2e-6);
    expectGradients(
      (x, b) => biasGelu(x as tf.Tensor2D, b as tf.Tensor1D),
      [normal('x', [70, 3], 2), normal('b', [3])],
    );
  });

  test('attention of one head and of several, and its gradients', () => {
    const [q, kv] = [normal('q', [2 * 3, 4]), normal('kv', [2 * 5, 8])];
    expectGradients((q, kv) => crossAttention(q as tf.Tensor2D, kv as tf.Tensor2D, { batch: 2, heads: 2 }), [q, kv]);
    expectGradients((qkv) => selfAttention(qkv as tf.Tensor2D, { batch: 2, heads: 2 }), [normal('qkv', [2 * 3, 12])]);
    const same = tf.tile(normal<tf.Tensor2D>('row', [1, 8]), [10, 1]);
    const mixed = crossAttention(q as tf.Tensor2D, same, { batch: 2, heads: 2 });
    const values = tf.slice(same, [0, 4], [6, 4]);
    expect(mixedError(mixed.dataSync(), values.dataSync())).toBeLessThan(1e-6);
  });

  test('attention does not see hidden keys, and its gradients', () => {
    const [q, kv] = [normal<tf.Tensor2D>('q', [2 * 3, 4]), normal<tf.Tensor2D>('kv', [2 * 5, 8])];
    const bias = tf.tensor2d([0, 0, 0, -1e9, -1e9, 0, -1e9, -1e9, -1e9, -1e9], [2, 5]);
    const masked = crossAttention(q, kv, { batch: 2, heads: 2, bias });
    const [queries, keys] = [tf.split(q, 2), tf.split(kv, 2)] as [tf.Tensor2D[], tf.Tensor2D[]];
    const seen = [3, 1].map((count, i) =>
      crossAttention(queries[i] as tf.Tensor2D, tf.slice(keys[i] as tf.Tensor2D, 0, count), { batch: 1, heads: 2 }),
    );
    expect(mixedError(masked.dataSync(), tf.concat(seen).dataSync())).toBeLessThan(1e-6);
    const shape = { batch: 2, heads: 2, bias };
    expectGradients((q, kv) => crossAttention(q as tf.Tensor2D, kv as tf.Tensor2D, shape), [q, kv]);
  });

  test('attention over more keys than fit one block of weights, and a width that fills no register', () => {
    const [q, kv] = [normal<tf.Tensor2D>('q', [50, 10], 2), normal<tf.Tensor2D>('kv', [3000, 20])];
    const found = crossAttention(q, kv, { batch: 1, heads: 2 });
    const [key, value] = tf.split(kv, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    const heads = [0, 1].map((head) => {
      const of = (x: tf.Tensor2D): tf.Tensor2D => tf.slice(x, [0, head * 5], [-1, 5]);
      const scores = tf.mul(tf.matMul(of(q), tf.transpose(of(key))), 1 / Math.sqrt(5));
      return tf.matMul(tf.softmax(scores), of(value));
    });
    expect(mixedError(found.dataSync(), tf.concat(heads, 1).dataSync())).toBeLessThan(1e-5);
  });

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
    const skip = normal<tf.Tensor2D>('skip', [5, 3]);
    expectGradients(
      (skip, x, w, b) => linearResidual(skip as tf.Tensor2D, x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D),
      [skip, x, normal('w', [4, 3]), normal('b', [3])],
    );
  });

  test('resample: a child equal to its parent samples the identity', () => {
    const x = normal<tf.Tensor5D>('x', [2, 3, 4, 2, 3]);
    const whole = [
      { offset: 0, size: 1 },
      { offset: 0, size: 1 },
    ];
    const axes = { f: linearMatrix(whole, 3, 3), h: linearMatrix(whole, 4, 4), w: linearMatrix(whole, 2, 2) };
    expect(mixedError(resample(x, axes).dataSync(), x.dataSync())).toBeLessThan(1e-6);
  });

  test('resample: its gradient, with another matrix per sample and axis', () => {
    const spans = [
      { offset: 0.1, size: 0.5 },
      { offset: 0.5, size: 0.4 },
    ];
    const axes = { f: linearMatrix(spans, 2, 3), h: averageMatrix([0, 1], 2, 2, 5), w: pickMatrix([1, 0], 2, 2, 5) };
    expectGradients((x) => resample(x as tf.Tensor5D, axes), [normal('x', [2, 3, 5, 5, 2])]);
  });
});
