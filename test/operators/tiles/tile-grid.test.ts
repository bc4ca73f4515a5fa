import { expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import { itemAt } from '../../../dsl/index.js';
import { largestShift, largestTiling, meanShare, tileGrid, type Shift } from '../../../operators/tiles/tile-grid.js';
import { tileCount, tilingOf } from '../../../operators/tiles/tiling.js';
import { smallCascade } from '../../cascade.js';

/** A cascade whose level 1 has that height and width, tiles of 8 pixels, and moves them. */
const moving = (height: number, width: number, overlap: readonly [number, number, number], shift = true) =>
  smallCascade({
    patch: [2, 8, 8],
    levels: [{ size: [2, 8, 8] }, { size: [4, height, width], overlap, shift }],
    network: { levelsPerBlock: [2], blocks: 1 },
  });

test('tiles moved back by 3 of 4 pixels are cut at the edges of the canvas, and keep their places', () => {
  const { tiling, places } = tileGrid(moving(20, 24, [0, 0.5, 0.5]), 1, { shift: [0.75, 0] });
  expect(tiling).toEqual([
    [0, 2],
    [0, 1, 5, 9, 12],
    [0, 4, 8, 12, 16],
  ]);
  expect(places).toEqual([
    [0, 2],
    [-3, 1, 5, 9, 13],
    [0, 4, 8, 12, 16],
  ]);
});

test('one tile that covers an axis is not moved, nor is anything along time, nor a level that does not say so', () => {
  const shift: Shift = [0.9, 0.9];
  expect(tileGrid(moving(8, 24, [0.5, 0.5, 0.5]), 1, { shift }).tiling.slice(0, 2)).toEqual([[0, 1, 2], [0]]);
  const still = moving(20, 24, [0, 0.5, 0.5], false);
  expect(tileGrid(still, 1, { shift })).toEqual(tileGrid(still, 1));
  expect(largestShift(still, 1)).toBeUndefined();
  expect([largestTiling(still, 1), meanShare(still, 1)]).toEqual([tilingOf(still, 1), 1]);
});

const axis = fc.record({
  more: fc.integer({ min: 0, max: 40 }),
  overlap: fc.double({ min: 0, max: 0.85, noNaN: true }),
});
const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('wherever tiles are moved, they lie on the canvas, and their places cover it; no grid has more than the largest', () => {
  fc.assert(
    fc.property(axis, axis, share, share, (rows, columns, down, across) => {
      const cascade = moving(8 + rows.more, 8 + columns.more, [0, rows.overlap, columns.overlap]);
      const grid = tileGrid(cascade, 1, { shift: [down, across] });
      for (const [along, length] of [
        [1, 8 + rows.more],
        [2, 8 + columns.more],
      ] as const) {
        const [starts, places] = [grid.tiling[along], grid.places[along]];
        expect(Math.min(...starts)).toBe(0);
        expect(Math.max(...starts)).toBe(length - 8);
        const covering = Array.from({ length }, (_, pixel) =>
          places.some((place, i) => {
            const start = itemAt(starts, i);
            return pixel >= Math.max(place, start) && pixel < Math.min(place, start) + 8;
          }),
        );
        expect(covering).not.toContain(false);
      }
      expect(tileCount(grid.tiling)).toBeLessThanOrEqual(tileCount(largestTiling(cascade, 1)));
    }),
  );
});

test('a border lies at every pixel in some step', () => {
  const cascade = moving(24, 8, [0, 0.5, 0]);
  const borders = new Set(
    [0, 0.25, 0.5, 0.75].flatMap((down) => tileGrid(cascade, 1, { shift: [down, 0] }).places[1].map((at) => at + 8)),
  );
  const inside = Array.from({ length: 23 }, (_, i) => i + 1);
  expect(inside.filter((pixel) => pixel >= 5 && !borders.has(pixel))).toEqual([]);
});

test('the mean share of tiles is that of all shifts', () => {
  // of 8 rows in strides of 4 no tile more is needed only where nothing is moved: 5, 6, 6 and 6 tiles
  expect(meanShare(moving(24, 8, [0, 0.5, 0]), 1)).toBeCloseTo((5 + 6 + 6 + 6) / (4 * 6), 12);
});
