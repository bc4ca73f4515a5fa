import { expect } from '@jest/globals';
import { tf } from '../../../../operators/tensor/tf.js';
import { onTensorflow } from '../../../backends.js';
import { uniform } from '../../../random-products.js';
import { expectClose, kernels, tested } from './loaded.js';

onTensorflow("attention by hpdm's own kernels", () => {
  tested('queries that may see no key are NaN, as a softmax of nothing is, and masked ones are as if alone', () => {
    tf.tidy(() => {
      const [batch, heads, n, a] = [2, 2, 17, 32];
      const [q, kv] = [uniform([batch * 3, a], 1), uniform([batch * n, 2 * a], 2)];
      const masked = (value: number) =>
        kernels().attention(q, kv, {
          batch,
          heads,
          bias: tf.tensor2d([...Array<number>(n - 1).fill(value), 0, ...Array<number>(n).fill(0)], [batch, n]),
        })[0];
      const values = tf.slice(kv, [n - 1, a], [1, a]);
      for (const value of [-1e9, -1e30, -3e38, -Infinity])
        expectClose(tf.slice(masked(value), 0, 3), tf.tile(values, [3, 1]), 1e-6);
      const nothing = tf.fill<tf.Rank.R2>([batch, n], -Infinity);
      expect(kernels().attention(q, kv, { batch, heads, bias: nothing })[0].dataSync().every(Number.isNaN)).toBe(true);
    });
  });
});
