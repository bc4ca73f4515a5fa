import { expect, test } from '@jest/globals';
import { resizeMatrix, type ResizeMethod } from '../../../operators/tensor/resize-matrix.js';
import { onTensorflow } from '../../backends.js';
import { mixedError } from '../../gradients.js';

const rows = (length: number, count: number, method: ResizeMethod, from = 0, used = length): number[][] =>
  resizeMatrix(length, { from, length: used }, count, method).arraySync()[0] ?? [];

onTensorflow('the matrix of a resized axis', () => {
  test.each<[string, number, number, ResizeMethod, number[][]]>([
    [
      'area: halves',
      4,
      2,
      'area',
      [
        [0.5, 0.5, 0, 0],
        [0, 0, 0.5, 0.5],
      ],
    ],
    [
      'area: shares pixels that two new ones cover',
      3,
      2,
      'area',
      [
        [2 / 3, 1 / 3, 0],
        [0, 1 / 3, 2 / 3],
      ],
    ],
    [
      'nearest: the pixel under the centre',
      3,
      5,
      'nearest',
      [
        [1, 0, 0],
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [0, 0, 1],
      ],
    ],
    [
      'bilinear: quarters, clamped at the border',
      2,
      4,
      'bilinear',
      [
        [1, 0],
        [0.75, 0.25],
        [0.25, 0.75],
        [0, 1],
      ],
    ],
    // triangles two pixels to each side of 1 and 3: 1/8 and 3/8 of the four pixels, of which one lies over the border
    [
      'bilinear: widens where the axis gets shorter',
      4,
      2,
      'bilinear',
      [
        [3 / 7, 3 / 7, 1 / 7, 0],
        [0, 1 / 7, 3 / 7, 3 / 7],
      ],
    ],
  ])('%s', (_, length, count, method, expected) => {
    expect(mixedError(rows(length, count, method).flat(), expected.flat())).toBeLessThan(1e-6);
  });

  // Pillow 12.3: Image.fromarray(float32 [0, 1, 4, 9, 16, 25, 36]).resize, to 3 and to 10
  test.each<[ResizeMethod, number[]]>([
    ['lanczos', [0.4192436, 9, 28.6460514]],
    [
      'lanczos',
      [
        ...[-0.0052115, 0.3167329, 1.5289296, 3.8336589, 7.1021953],
        ...[11.1217527, 16.3301239, 21.9356213, 31.1856499, 36.6863289],
      ],
    ],
    ['bilinear', [1.2857143, 9.9411764, 27]],
    ['bilinear', [0, 0.55, 1.75, 3.85, 7.25, 11.45, 16.45, 22.75, 29.95, 36]],
  ])('%s: what Pillow makes of a parabola', (method, expected) => {
    const found = rows(7, expected.length, method).map((row) =>
      row.reduce((sum, weight, j) => sum + weight * j * j, 0),
    );
    expect(mixedError(found, expected)).toBeLessThan(2e-6);
  });

  test.each(['area', 'bilinear', 'lanczos', 'nearest'] as const)('%s: weights sum to 1, for any stretch', (method) => {
    for (const [length, count, from, used] of [
      [7, 3, 0, 7],
      [5, 16, 0, 5],
      [9, 4, 1.5, 6],
      [1, 4, 0, 1],
    ] as const) {
      const sums = rows(length, count, method, from, used).map((row) => row.reduce((a, b) => a + b));
      expect(
        mixedError(
          sums,
          Array.from({ length: count }, () => 1),
        ),
      ).toBeLessThan(1e-6);
    }
  });

  test('a stretch reads only its own pixels', () => {
    expect(rows(6, 2, 'area', 1, 4)).toEqual([
      [0, 0.5, 0.5, 0, 0, 0],
      [0, 0, 0, 0.5, 0.5, 0],
    ]);
  });
});
