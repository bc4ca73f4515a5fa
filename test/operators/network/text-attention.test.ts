import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { textOfPatches, declareTextAttention, textAttention } from '../../../operators/network/text-attention.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError, normal } from '../../gradients.js';
import { weightsOf } from '../../weights.js';

const cascade = smallCascade({ condition: { text: { width: 5, tokens: 4 } } });

onTensorflow('reading text', () => {
  test('every patch reads its own text, on all levels', () => {
    const weights = weightsOf(declareTextAttention('b', cascade));
    const x = tf.ones<tf.Rank.R2>([4 * 2, 6]);
    const tokens = normal<tf.Tensor2D>('texts', [2 * 3, 6]);
    const read = textAttention(weights, 'b.text', x, { tokens }, 4, 2, 2);
    // rows: two queries of patch 0 and two of patch 1 on the first level, then the same on the next
    const [first, second, again, too] = tf.split(read, 4).map((rows) => rows.dataSync());
    expect(mixedError(again ?? [], first ?? [])).toBeLessThan(1e-6);
    expect(mixedError(too ?? [], second ?? [])).toBeLessThan(1e-6);
    expect(mixedError(second ?? [], first ?? [])).toBeGreaterThan(1e-3);
  });

  test('a cascade without text has no weights for it and no text', () => {
    expect(declareTextAttention('b', smallCascade())).toEqual([]);
    expect(textOfPatches(smallCascade(), {}, undefined, 2)).toBeUndefined();
  });
});
