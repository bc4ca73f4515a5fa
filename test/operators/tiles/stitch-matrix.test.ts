import { expect, test } from '@jest/globals';
import { stitchMatrix } from '../../../operators/tiles/stitch-matrix.js';
import { onTensorflow } from '../../backends.js';
import { mixedError } from '../../gradients.js';

onTensorflow('the weights of overlapping tiles', () => {
  test('are halves where two tiles overlap evenly', () => {
    expect(stitchMatrix([0, 1], 2, 3, 'uniform').arraySync()).toEqual([
      [
        [1, 0, 0, 0],
        [0, 0.5, 0.5, 0],
        [0, 0, 0, 1],
      ],
    ]);
  });

  test('of a linear window grow towards the middle of a tile', () => {
    // windows are ½, 1½, ½: where the middle of a tile meets the edge of the other, they are 3 : 1
    const [, second, third] = stitchMatrix([0, 1], 3, 4, 'linear').arraySync()[0] ?? [];
    expect(mixedError(second ?? [], [0, 0.75, 0, 0.25, 0, 0])).toBeLessThan(1e-6);
    expect(mixedError(third ?? [], [0, 0, 0.25, 0, 0.75, 0])).toBeLessThan(1e-6);
  });

  test('of a tile that is cut at the edge are those of the place where it would lie', () => {
    // of the first tile, moved from −1 to 0, only the first pixel counts; of the last, moved from 3 to 2, all but the first
    expect(stitchMatrix([0, 1, 2], 2, 4, 'uniform', [-1, 1, 3]).arraySync()).toEqual([
      [
        [1, 0, 0, 0, 0, 0],
        [0, 0, 1, 0, 0, 0],
        [0, 0, 0, 1, 0, 0],
        [0, 0, 0, 0, 0, 1],
      ],
    ]);
  });

  test.each(['uniform', 'linear', 'hann'] as const)('of a window %s sum to 1 at every pixel', (window) => {
    const matrix = stitchMatrix([0, 3, 4], 4, 8, window).arraySync()[0] ?? [];
    const sums = matrix.map((row) => row.reduce((a, b) => a + b));
    expect(
      mixedError(
        sums,
        Array.from(matrix, () => 1),
      ),
    ).toBeLessThan(1e-6);
  });
});
