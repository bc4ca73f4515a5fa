import { expect, test } from '@jest/globals';
import { averageMatrix, linearMatrix, pickMatrix } from '../../../operators/tensor/linear-matrix.js';
import { onTensorflow } from '../../backends.js';
import { mixedError } from '../../gradients.js';

onTensorflow('matrices along one axis', () => {
  test('interpolate between the two nearest tokens, and stop at the border', () => {
    // a child in the middle half of four tokens: its two tokens lie at 3/8 and 5/8, token coordinates 1 and 2
    expect(linearMatrix([{ offset: 0.25, size: 0.5 }], 2, 4).arraySync()).toEqual([
      [
        [0, 1, 0, 0],
        [0, 0, 1, 0],
      ],
    ]);
    // a child in the first half: 1/8 and 3/8, coordinates 0 and 1; in the first quarter: 1/16 and 3/16, below 0 and 1/4
    const [first, second] = linearMatrix([{ offset: 0, size: 0.25 }], 2, 4).arraySync()[0] ?? [];
    expect(mixedError(first ?? [], [1, 0, 0, 0])).toBeLessThan(1e-6);
    expect(mixedError(second ?? [], [0.75, 0.25, 0, 0])).toBeLessThan(1e-6);
  });

  test('average neighbours', () => {
    expect(averageMatrix([1], 2, 2, 6).arraySync()).toEqual([
      [
        [0, 0.5, 0.5, 0, 0, 0],
        [0, 0, 0, 0.5, 0.5, 0],
      ],
    ]);
  });

  test('pick the middle one of neighbours', () => {
    expect(pickMatrix([0], 2, 3, 6).arraySync()).toEqual([
      [
        [0, 1, 0, 0, 0, 0],
        [0, 0, 0, 0, 1, 0],
      ],
    ]);
  });
});
