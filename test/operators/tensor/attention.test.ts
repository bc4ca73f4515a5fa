import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { crossAttention, selfAttention } from '../../../operators/tensor/attention.js';
import { onFastBackends } from '../../backends.js';
import { expectGradients, mixedError, normal } from '../../gradients.js';

onFastBackends('attention', () => {
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
});
