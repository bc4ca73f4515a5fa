import { expect, test } from '@jest/globals';
import { padTexts } from '../../../operators/text/pad-texts.js';
import { onTensorflow } from '../../backends.js';

onTensorflow('the texts of a batch', () => {
  test('are padded, and cut to what the cascade takes; no text has no tokens', () => {
    const short = { tokens: Float32Array.of(1, 2), pooled: Float32Array.of(9, 8) };
    const long = { tokens: Float32Array.of(1, 2, 3, 4, 5, 6), pooled: Float32Array.of(7, 6) };
    const { tokens, mask, pooled } = padTexts([short, undefined, long], { tokens: 2, width: 2 });
    expect(tokens.arraySync()).toEqual([
      [
        [1, 2],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 0],
      ],
      [
        [1, 2],
        [3, 4],
      ],
    ]);
    expect(mask.arraySync()).toEqual([
      [1, 0],
      [0, 0],
      [1, 1],
    ]);
    expect(pooled.arraySync()).toEqual([
      [9, 8],
      [0, 0],
      [7, 6],
    ]);
  });
});
