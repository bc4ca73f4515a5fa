import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { declareNoiseTokens, noiseTokens } from '../../../operators/network/noise-tokens.js';
import { onEveryBackend } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError } from '../../gradients.js';
import { repeated, weightsOf } from '../../weights.js';

onEveryBackend('the noise token', () => {
  test('is made from sin and cos of the noise, the slowest of which turns once in eight units', () => {
    const cascade = smallCascade({ network: { latentWidth: 2, heads: 1 } });
    const into = [...[1, 0, 0, 0, 0, 0, 0, 0], ...[0, 1, 0, 0, 0, 0, 0, 0]];
    const out = [...[1, 0], ...[0, 1], ...repeated(0, 12)];
    // far above 0, the GELU is the identity
    const weights = weightsOf(declareNoiseTokens(cascade), {
      'noise.dense1.kernel': into,
      'noise.dense1.bias': repeated(10, 8),
      'noise.dense2.kernel': out,
      'noise.dense2.bias': [-10, -10],
    });
    const found = noiseTokens(cascade, weights, tf.tensor1d([0, 1, 2])).dataSync();
    expect(mixedError(found, [0, 1, Math.SQRT1_2, Math.SQRT1_2, 1, 0])).toBeLessThan(1e-5);
  });

  test('is as wide as the condition, also if that is odd, and another one for another noise', () => {
    const cascade = smallCascade({ network: { latentWidth: 7, heads: 1 } });
    const weights = weightsOf(declareNoiseTokens(cascade));
    const found = noiseTokens(cascade, weights, tf.tensor1d([0.5, 0.5, 0.51]));
    expect(found.shape).toEqual([3, 7]);
    const [first, same, other] = tf.unstack(found).map((row) => row.dataSync());
    expect(mixedError(same ?? [], first ?? [])).toBe(0);
    expect(mixedError(other ?? [], first ?? [])).toBeGreaterThan(1e-3);
  });
});
