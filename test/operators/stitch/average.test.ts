import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { axisStarts, tileCount, tilingOf } from '../../../operators/patch/tiling.js';
import { cutTiles } from '../../../operators/patch/tiles.js';
import { average } from '../../../operators/stitch/average.js';
import { onEveryBackend } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError, normal } from '../../gradients.js';
import { readReference } from '../../reference.js';

type Triple = readonly [number, number, number];

/** MultiDiffusion: overlapping windows of three axes added up on the canvas, divided by how many cover a pixel. */
const { shape, tensor, values } = await readReference('multidiffusion');

/** A cascade whose last level is a canvas of that size, cut into tiles of that size. */
const tiled = (canvas: Triple, tile: Triple, overlap: Triple) =>
  smallCascade({ patch: tile, levels: [{ size: tile }, { size: canvas, overlap }], network: { token: [1, 1, 1] } });

onEveryBackend('overlapping tiles', () => {
  test('are averaged as MultiDiffusion averages them', () => {
    const [, C = 0, ...tile] = shape('3d.tiles');
    const [, ...canvas] = shape('3d.canvas');
    const stride = values('3d.stride');
    const overlap = tile.map((length, axis) => 1 - (stride[axis] ?? NaN) / length);
    const cascade = tiled(canvas as unknown as Triple, tile as unknown as Triple, overlap as unknown as Triple);
    const origins = tilingOf(cascade, 1);
    expect(tileCount(origins)).toBe(shape('3d.tiles')[0]);
    const patches = tf.transpose<tf.Tensor5D>(tensor<tf.Tensor5D>('3d.tiles'), [0, 2, 3, 4, 1]);
    const { canvas: found } = average.run({ patches }, { cascade, level: 1 });
    expect(found.shape).toEqual([1, ...canvas, C]);
    const channelsFirst = tf.transpose(found, [0, 4, 1, 2, 3]);
    expect(mixedError(channelsFirst.dataSync(), values('3d.canvas'))).toBeLessThan(1e-5);
  });
});

const axis = fc
  .record({
    tile: fc.integer({ min: 1, max: 6 }),
    more: fc.integer({ min: 0, max: 9 }),
    overlap: fc.double({ min: 0, max: 0.9, noNaN: true }),
  })
  .map(({ tile, more, overlap }) => ({ tile, length: tile + more, overlap }));

test('tiles cover every pixel, lie inside, and are not repeated', () => {
  fc.assert(
    fc.property(axis, ({ tile, length, overlap }) => {
      const starts = axisStarts(length, tile, overlap);
      const covered = new Set(starts.flatMap((start) => Array.from({ length: tile }, (_, i) => start + i)));
      expect(covered.size).toBe(length);
      expect(Math.min(...starts)).toBe(0);
      expect(Math.max(...starts) + tile).toBe(length);
      expect(new Set(starts).size).toBe(starts.length);
    }),
  );
});

test('a canvas cut into tiles and averaged is the canvas (the weights are a partition of unity)', () => {
  fc.assert(
    fc.property(fc.tuple(axis, axis, axis), (axes) => {
      const of = <T>(pick: (a: (typeof axes)[0]) => T): [T, T, T] => [pick(axes[0]), pick(axes[1]), pick(axes[2])];
      const size = of(({ length }) => length);
      const tile = of((a) => a.tile);
      const factor = size.every((length, i) => length % (tile[i] ?? 1) === 0);
      fc.pre(factor); // levels of a cascade are whole multiples of each other
      const cascade = tiled(
        size,
        tile,
        of(({ overlap }) => overlap),
      );
      tf.tidy(() => {
        const canvas = normal<tf.Tensor5D>('canvas', [2, ...size, 3]);
        const patches = cutTiles(canvas, tilingOf(cascade, 1), tile);
        const { canvas: back } = average.run({ patches }, { cascade, level: 1 });
        expect(mixedError(back.dataSync(), canvas.dataSync())).toBeLessThan(1e-5);
      });
    }),
    { numRuns: 30 },
  );
});
