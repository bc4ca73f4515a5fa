import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { declareTextVectors, textVectors } from '../../../operators/network/text-vectors.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { identity, weightsOf } from '../../weights.js';

onTensorflow('the vectors of texts', () => {
  const cascade = smallCascade({
    condition: { text: { width: 2, tokens: 2, read: 'modulate' } },
    network: { latentWidth: 2, heads: 1 },
  });
  const weights = () =>
    weightsOf(declareTextVectors(cascade), {
      'text.pooled.kernel': identity(2),
      'text.pooled.bias': [10, 20],
      'text.pooled.null': [-1, -2],
    });

  test('are projected; a text without tokens has the learned vector of no text', () => {
    const text = {
      kind: 'text',
      guidance: 1,
      tokens: tf.zeros<tf.Rank.R3>([2, 2, 2]),
      mask: tf.tensor2d([
        [1, 0],
        [0, 0],
      ]),
      pooled: tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
    } as const;
    expect(textVectors(weights(), text, 2).arraySync()).toEqual([
      [11, 22],
      [-1, -2],
    ]);
    expect(textVectors(weights(), undefined, 2).arraySync()).toEqual([
      [-1, -2],
      [-1, -2],
    ]);
  });

  test('have no weights where text is read as tokens only', () => {
    expect(declareTextVectors(smallCascade({ condition: { text: { width: 2, tokens: 2 } } }))).toEqual([]);
  });
});
