import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { cutTiles } from '../../../operators/tiles/cut-tiles.js';
import { stitchTiles } from '../../../operators/tiles/stitch-tiles.js';
import { onEveryBackend } from '../../backends.js';
import { mixedError, normal } from '../../gradients.js';

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
});
