import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { fc } from '../../fc.js';
import { axisStarts, type StitchWindow } from '../../../dsl/index.js';
import { tileCount, tilingOf } from '../../../operators/tiles/tiling.js';
import { cutTiles } from '../../../operators/tiles/cut-tiles.js';
import { stitchAverage } from '../../../operators/stitch/average.js';
import { stitchTiles } from '../../../operators/tiles/stitch-tiles.js';
import { asInReference } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError, normal } from '../../gradients.js';
import { readReference } from '../../reference.js';

type Triple = readonly [number, number, number];

/** MultiDiffusion: overlapping windows of three axes added up on the canvas, divided by how many cover a pixel. */
const { shape, tensor, values } = await readReference('multidiffusion');

/** A cascade whose last level is a canvas of that size, cut into tiles of that size. */
const tiled = (canvas: Triple, tile: Triple, overlap: Triple, window: StitchWindow = 'uniform') =>
  smallCascade({
    patch: tile,
    levels: [{ size: tile }, { size: canvas, overlap, window }],
    network: { token: [1, 1, 1] },
  });

const window = fc.constantFrom<StitchWindow[]>('uniform', 'linear', 'hann');

/** The reference's tiles of a kind, channels last. */
function tilesOf(kind: string, tile: Triple): tf.Tensor5D {
  const [count = 0, channels = 0] = shape(`${kind}.tiles`);
  const tiles = tf.reshape<tf.Rank.R5>(tensor(`${kind}.tiles`), [count, channels, ...tile]);
  return tf.transpose<tf.Tensor5D>(tiles, [0, 2, 3, 4, 1]);
}

const channelsFirst = (canvas: tf.Tensor5D): tf.Tensor => tf.transpose(canvas, [0, 4, 1, 2, 3]);

/** Frames, rows and columns of something that may have no frames. */
const withFrames = (numbers: ArrayLike<number>): Triple => {
  const [f = 1, h = 1, w = 1] = numbers.length === 2 ? [1, ...Array.from(numbers)] : Array.from(numbers);
  return [f, h, w];
};

const axis = fc
  .record({
    tile: fc.integer({ min: 1, max: 6 }),
    more: fc.integer({ min: 0, max: 9 }),
    overlap: fc.double({ min: 0, max: 0.9, noNaN: true }),
  })
  .map(({ tile, more, overlap }) => ({ tile, length: tile + more, overlap }));

asInReference('overlapping tiles', () => {
  test.each([
    ['2d', [4, 4], [2, 2]],
    ['3d', values('3d.window'), values('3d.stride')],
  ])('are averaged as MultiDiffusion averages them, %s', async (kind, window, stride) => {
    const [tile, step] = [withFrames(window), withFrames(stride)];
    const [C = 0, ...picture] = shape(`${kind}.canvas`);
    const canvas = withFrames(picture);
    const overlap: Triple = [1 - step[0] / tile[0], 1 - step[1] / tile[1], 1 - step[2] / tile[2]];
    const patches = tilesOf(kind, tile);
    const { canvas: found } = stitchAverage.run(
      { patches, cut: undefined, shift: undefined },
      { cascade: tiled(canvas, tile, overlap), level: 1 },
    );
    expect(found.shape).toEqual([1, ...canvas, C]);
    expect(mixedError(await channelsFirst(found).data(), values(`${kind}.canvas`))).toBeLessThan(1e-5);
  });

  test("are averaged by Hann's window as the reference does", async () => {
    const [tile, step] = [withFrames(values('3d.window')), withFrames(values('3d.stride'))];
    const size = withFrames(shape('3d.canvas').slice(1));
    const overlap: Triple = [1 - step[0] / tile[0], 1 - step[1] / tile[1], 1 - step[2] / tile[2]];
    const settings = { cascade: tiled(size, tile, overlap, 'hann'), level: 1 };
    const { canvas } = stitchAverage.run({ patches: tilesOf('3d', tile), cut: undefined, shift: undefined }, settings);
    expect(mixedError(await channelsFirst(canvas).data(), values('3d.canvas_weighted'))).toBeLessThan(1e-5);
  });

  test.each<[StitchWindow, string]>([
    ['uniform', 'irregular.canvas'],
    ['hann', 'irregular.canvas_weighted'],
  ])('that lie irregularly are averaged by the %s window as %s', async (kind, name) => {
    const origins = values('irregular.origins');
    const along = (axis: number): number[] => [...new Set(origins.filter((_, i) => i % 3 === axis))];
    const tiling = [along(0), along(1), along(2)] as const;
    const canvas = stitchTiles(
      tilesOf('irregular', withFrames(values('3d.window'))),
      tiling,
      withFrames(shape(name).slice(1)),
      kind,
    );
    expect(tileCount(tiling)).toBe(36);
    expect(mixedError(await channelsFirst(canvas).data(), values(name))).toBeLessThan(1e-5);
  });

  test('have weights that sum to 1 on every pixel, at faces, edges and corners too, however they lie', async () => {
    await fc.assert(
      fc.asyncProperty(axis, axis, axis, window, async (f, h, w, window) => {
        const [size, tile]: Triple[] = [
          [f.length, h.length, w.length],
          [f.tile, h.tile, w.tile],
        ];
        const cascade = tiled(size as Triple, tile as Triple, [f.overlap, h.overlap, w.overlap], window);
        const patches = tf.ones<tf.Rank.R5>([tileCount(tilingOf(cascade, 1)), ...(tile as Triple), 1]);
        const { canvas } = stitchAverage.run({ patches, cut: undefined, shift: undefined }, { cascade, level: 1 });
        expect(canvas.shape).toEqual([1, ...(size as Triple), 1]);
        expect(mixedError(await canvas.data(), new Float32Array(canvas.size).fill(1))).toBeLessThan(1e-6);
        tf.dispose([patches, canvas]);
      }),
      { numRuns: 20 },
    );
  });
});

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

test('a canvas cut into tiles and averaged is the canvas (the weights are a partition of unity)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(axis, axis, axis), window, async (axes, window) => {
      const of = <T>(pick: (a: (typeof axes)[0]) => T): [T, T, T] => [pick(axes[0]), pick(axes[1]), pick(axes[2])];
      const size = of(({ length }) => length);
      const tile = of((a) => a.tile);
      const cascade = tiled(
        size,
        tile,
        of(({ overlap }) => overlap),
        window,
      );
      const canvas = normal<tf.Tensor5D>('canvas', [2, ...size, 3]);
      const patches = cutTiles(canvas, tilingOf(cascade, 1), tile);
      const { canvas: back } = stitchAverage.run({ patches, cut: undefined, shift: undefined }, { cascade, level: 1 });
      expect(mixedError(await back.data(), await canvas.data())).toBeLessThan(1e-5);
      tf.dispose([canvas, patches, back]);
    }),
    { numRuns: 15 },
  );
});
