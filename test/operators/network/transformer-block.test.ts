import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { declareTransformerBlock, silu, transformerBlock } from '../../../operators/network/transformer-block.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError, normal } from '../../gradients.js';
import { repeated, weightsOf } from '../../weights.js';

const declared = declareTransformerBlock('b', smallCascade({ network: { block: 'transformer' } }));

onTensorflow('a transformer block', () => {
  const tokens = (): tf.Tensor2D => normal('tokens', [2 * 3, 8]);
  const vector = (name: string): tf.Tensor2D => normal(name, [2, 8]);

  test('starts as the identity: its modulation starts with zeros, which closes the gates', () => {
    const modulation = declared.filter(({ name }) => name.startsWith('b.modulation'));
    expect(modulation.map(({ start }) => start)).toEqual(['zeros', 'zeros']);
    const closed = Object.fromEntries(
      modulation.map(({ name, shape }) => [name, repeated(0, shape[0] === 8 ? 384 : 48)]),
    );
    const out = transformerBlock(weightsOf(declared, closed), 'b', tokens(), vector('condition'), 2);
    expect(mixedError(out.dataSync(), tokens().dataSync())).toBe(0);
  });

  test("every patch follows its own condition and does not see the other patch's", () => {
    const weights = weightsOf(declared);
    const [one, other] = [vector('condition'), vector('other')];
    const swapped = tf.concat([tf.slice(one, 0, 1), tf.slice(other, 1, 1)]);
    const [before, after] = [one, swapped].map((v) => transformerBlock(weights, 'b', tokens(), v, 2).dataSync()) as [
      Float32Array,
      Float32Array,
    ];
    expect(mixedError(after.slice(0, 24), before.slice(0, 24))).toBe(0);
    expect(mixedError(after.slice(24), before.slice(24))).toBeGreaterThan(1e-2);
  });

  test('SiLU is x · sigmoid(x)', () => {
    expect(mixedError(silu(tf.tensor2d([[0, 2, -2]])).dataSync(), [0, 1.761594, -0.238406])).toBeLessThan(1e-6);
  });
});
