import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { declareTextTokens, textTokens } from '../../../operators/network/text-tokens.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { identity, weightsOf } from '../../weights.js';

onTensorflow('text tokens', () => {
  const cascade = smallCascade({ condition: { text: { width: 2, tokens: 2 } }, network: { latentWidth: 2, heads: 1 } });
  const weights = () =>
    weightsOf(declareTextTokens(cascade), {
      'text.project.kernel': identity(2),
      'text.project.bias': [10, 20],
      'text.null': [-1, -2],
    });

  test('are the null token, then the projected tokens of each text', () => {
    const tokens = tf.tensor3d([
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ]);
    const text = {
      kind: 'text',
      guidance: 1,
      tokens,
      mask: tf.tensor2d([
        [1, 0],
        [0, 0],
      ]),
      pooled: tf.zeros<tf.Rank.R2>([2, 2]),
    } as const;
    const found = textTokens(weights(), text, 2);
    expect(found.tokens.arraySync()).toEqual([
      [-1, -2],
      [11, 22],
      [13, 24],
      [-1, -2],
      [15, 26],
      [17, 28],
    ]);
    const visible = found.bias?.arraySync().map((row) => row.map((score) => score > -1e6));
    // a text hides the null token and its padding; an empty text hides all but the null token
    expect(visible).toEqual([
      [false, true, false],
      [true, false, false],
    ]);
  });

  test('of no text are the null token for every patch', () => {
    const found = textTokens(weights(), undefined, 3);
    expect(found.tokens.arraySync()).toEqual([
      [-1, -2],
      [-1, -2],
      [-1, -2],
    ]);
    expect(found.bias).toBeUndefined();
  });
});
