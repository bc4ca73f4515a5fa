import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import {
  crossAttentionResidual,
  declareCrossAttention,
  declareSelfAttention,
  selfAttentionResidual,
} from '../../../operators/network/attention.js';
import { declareNorm } from '../../../operators/network/norm.js';
import { onTensorflow } from '../../backends.js';
import { mixedError, normal } from '../../gradients.js';
import { identity, repeated, weightsOf } from '../../weights.js';

onTensorflow('attention with its residual', () => {
  test('a query that sees a single token adds the value of that token', () => {
    const declared = declareCrossAttention('a', { query: 2, source: 2, inner: 2 });
    const weights = weightsOf(declared, {
      // the keys are 0, the values are the source times 3
      'a.attention.keyValue.kernel': [0, 0, 3, 0, 0, 0, 0, 3],
      'a.attention.keyValue.bias': repeated(0, 4),
      'a.attention.out.kernel': identity(2),
      'a.attention.out.bias': [0, 100],
    });
    const x = tf.tensor2d([
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ]);
    const source = tf.tensor2d([
      [10, 20],
      [-1, -2],
    ]);
    const out = crossAttentionResidual(weights, 'a', x, source, { batch: 2, heads: 1 });
    expect(out.arraySync()).toEqual([
      [31, 162],
      [33, 164],
      [2, 100],
      [4, 102],
    ]);
  });

  test('tokens of a patch do not see those of another patch', () => {
    const weights = weightsOf([...declareNorm('a.norm', 4), ...declareSelfAttention('a', 4)]);
    const [first, second, other] = ['first', 'second', 'other'].map((name) => normal<tf.Tensor2D>(name, [3, 4])) as [
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    const beside = (neighbour: tf.Tensor2D): Float32Array => {
      const out = selfAttentionResidual(weights, 'a', tf.concat([first, neighbour]), { batch: 2, heads: 2 });
      return tf.slice(out, 0, 3).dataSync<'float32'>();
    };
    expect(mixedError(beside(second), beside(other))).toBe(0);
    const together = selfAttentionResidual(weights, 'a', tf.concat([first, second]), { batch: 1, heads: 2 });
    expect(mixedError(tf.slice(together, 0, 3).dataSync(), beside(second))).toBeGreaterThan(1e-3);
  });
});
