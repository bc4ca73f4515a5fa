import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { cutTiles } from '../../../operators/tiles/cut-tiles.js';
import { onEveryBackend } from '../../backends.js';

onEveryBackend('cutting a canvas', () => {
  test('gives the tiles of each video, column by column and then row by row', () => {
    const canvas = tf.tensor5d([...[1, 2, 3], ...[4, 5, 6], ...[10, 20, 30], ...[40, 50, 60]], [2, 1, 2, 3, 1]);
    const tiles = cutTiles(canvas, [[0], [0, 1], [0, 1]], [1, 1, 2]);
    expect(tiles.shape).toEqual([8, 1, 1, 2, 1]);
    expect([...tiles.dataSync()]).toEqual([...[1, 2, 2, 3, 4, 5, 5, 6], ...[10, 20, 20, 30, 40, 50, 50, 60]]);
  });
});
