import { describe, expect, test } from '@jest/globals';
import type { tf } from '../../../operators/tensor/tf.js';
import { fc } from '../../fc.js';
import { axisStarts, type Size } from '../../../dsl/index.js';
import { tileCount, tileOrigins, tilingOf } from '../../../operators/tiles/tiling.js';
import { cutTiles } from '../../../operators/tiles/cut-tiles.js';
import { onEveryBackend } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { normal } from '../../gradients.js';
import { readReference } from '../../reference.js';

/** MultiDiffusion's windows: `get_views`, and the same with a third axis. */
const { shape, values } = await readReference('multidiffusion');

/** Frames, rows and columns of something that may have no frames. */
const withFrames = (numbers: ArrayLike<number>): Size => {
  const [f = 1, h = 1, w = 1] = numbers.length === 2 ? [1, ...Array.from(numbers)] : Array.from(numbers);
  return [f, h, w];
};

describe('the tiles of a canvas', () => {
  test.each([
    ['2d', [4, 4], [2, 2]],
    ['3d', values('3d.window'), values('3d.stride')],
  ])('lie where MultiDiffusion has its %s windows, in the same order', (kind, window, stride) => {
    const tile = withFrames(window);
    const step = withFrames(stride);
    const overlap = tile.map((length, axis) => 1 - (step[axis] ?? NaN) / length) as unknown as Size;
    const canvas = withFrames(shape(`${kind}.canvas`).slice(1));
    const cascade = smallCascade({ patch: tile, levels: [{ size: canvas, overlap }] });
    const tiling = tilingOf(cascade, 0);
    const axes = shape(`${kind}.origins`)[1] ?? 0;
    const origins = tileOrigins(cascade, 0, tiling).map((origin) => origin.slice(3 - axes));
    expect(origins.flat()).toEqual([...values(`${kind}.origins`)]);
    expect(tileCount(tiling)).toBe(origins.length);
  });

  test('where the stride does not divide the rest, the last one moves back to the edge', () => {
    // the rows of the reference's irregular tiles
    expect(axisStarts(8, 4, 0.25)).toEqual([0, 3, 4]);
    expect(new Set(values('irregular.origins').filter((_, i) => i % 3 === 1))).toEqual(new Set([0, 3, 4]));
  });

  test('are told in pixels of the last level', () => {
    const cascade = smallCascade();
    const origins = tileOrigins(cascade, 1, [[0, 2], [3], [1, 4]]);
    expect(origins).toEqual([
      [0, 6, 2],
      [0, 6, 8],
      [4, 6, 2],
      [4, 6, 8],
    ]);
  });

  test('move on by at least a pixel and leave no gap, whatever the overlap', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 200 }));
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), ([tile, more], overlap) => {
        const starts = axisStarts(tile + more, tile, overlap);
        const steps = starts.slice(1).map((start, i) => start - (starts[i] ?? NaN));
        expect([starts[0], starts.at(-1)]).toEqual([0, more]);
        expect(steps.filter((step) => !(step >= 1 && step <= tile))).toEqual([]);
      }),
    );
  });
});

onEveryBackend('cutting', () => {
  test('takes the pixels under every tile, video by video, to the bit', () => {
    const [F, H, W] = [3, 5, 7];
    const tile: Size = [2, 3, 4];
    const canvas = normal<tf.Tensor5D>('canvas', [2, F, H, W, 2]);
    const tiling = [
      [0, 1],
      [0, 2],
      [0, 1, 3],
    ] as const;
    const pixels = canvas.arraySync();
    const expected = pixels.flatMap((video) =>
      tiling[0].flatMap((f) =>
        tiling[1].flatMap((h) =>
          tiling[2].map((w) =>
            video
              .slice(f, f + tile[0])
              .map((frame) => frame.slice(h, h + tile[1]).map((row) => row.slice(w, w + tile[2]))),
          ),
        ),
      ),
    );
    expect(cutTiles(canvas, tiling, tile).arraySync()).toEqual(expected);
  });
});
