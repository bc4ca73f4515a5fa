import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { cutTiles } from '../../../operators/tiles/cut-tiles.js';
import { stitchTiles } from '../../../operators/tiles/stitch-tiles.js';
import type { Tiling } from '../../../operators/tiles/tiling.js';
import type { Size } from '../../../dsl/index.js';
import { onEveryBackend } from '../../backends.js';
import { mixedError, normal } from '../../gradients.js';

const SIDE_BY_SIDE: readonly (readonly [string, Tiling, Size])[] = [
  ['one tile', [[0], [0], [0]], [2, 4, 6]],
  ['one tile per frame', [[0, 1], [0], [0]], [1, 4, 6]],
  [
    'side by side',
    [
      [0, 1],
      [0, 2],
      [0, 3],
    ],
    [1, 2, 3],
  ],
  ['side by side along the height', [[0], [0, 2], [0, 2]], [2, 2, 4]],
];

onEveryBackend('stitching tiles', () => {
  test('averages where they overlap', () => {
    const tiles = tf.tensor5d([...[1, 2], ...[4, 8]], [2, 1, 1, 2, 1]);
    const canvas = stitchTiles(tiles, [[0], [0], [0, 1]], [1, 1, 3], 'uniform');
    expect([...canvas.dataSync()]).toEqual([1, 3, 8]);
  });

  test('gives back the canvases that the tiles were cut from', () => {
    const canvas = normal<tf.Tensor5D>('canvas', [2, 2, 5, 6, 3]);
    const tiling = [[0], [0, 1], [0, 2]] as const;
    const stitched = stitchTiles(cutTiles(canvas, tiling, [2, 4, 4]), tiling, [2, 5, 6], 'hann');
    expect(mixedError(stitched.dataSync(), canvas.dataSync())).toBeLessThan(1e-5);
    const moved = stitchTiles(cutTiles(canvas, tiling, [2, 4, 4]), tiling, [2, 5, 6], 'hann', [[0], [-2, 2], [-1, 3]]);
    expect(mixedError(moved.dataSync(), canvas.dataSync())).toBeLessThan(1e-5);
  });

  test.each(SIDE_BY_SIDE)('gives back the very numbers where they do not overlap: %s', (_, tiling, tile) => {
    const canvas = normal<tf.Tensor5D>('canvas', [2, 2, 4, 6, 3]);
    const [f, h, w] = tile;
    const tiles = cutTiles(canvas, tiling, tile);
    const last = tf.slice(canvas, [1, 2 - f, 4 - h, 6 - w, 0], [1, f, h, w, 3]);
    expect([...tf.slice(tiles, [tiles.shape[0] - 1, 0, 0, 0, 0]).dataSync()]).toEqual([...last.dataSync()]);
    const stitched = stitchTiles(tiles, tiling, [2, 4, 6], 'hann');
    expect(stitched).not.toBe(canvas);
    expect(mixedError(stitched.dataSync(), canvas.dataSync())).toBeLessThan(1e-6);
  });
});
