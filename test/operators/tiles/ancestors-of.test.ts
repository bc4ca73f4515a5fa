import { describe, expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import { ancestorsOf } from '../../../operators/tiles/ancestors-of.js';
import { contextTilingOf, tilingOf } from '../../../operators/tiles/tiling.js';
import { resolveCascade } from '../../../dsl/cascade/cascade.js';
import { checkLevels } from '../../../dsl/cascade/check-levels.js';
import { document, reported } from '../../dsl/cascade/reports.js';
import { smallCascade } from '../../cascade.js';

/** Rows of 4 pixels, twice as many at each level: 4, 8, 16 and 32. */
const column = smallCascade({
  levels: ([4, 8, 16, 32] as const).map((height) => ({ size: [2, height, 4], overlap: [0, 0.25, 0] })),
});

describe('the coarser tiles that a tile reads', () => {
  test('are its parent, the parent of that one, and so on', () => {
    // level 3 starts at 0, 3, 6 … 27, 28; a tile of level 2 is 8 long and starts at 0, 4 … 24, one of level 1 16 at 0, 8, 16
    expect(tilingOf(column, 3)[1]).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 28]);
    expect(ancestorsOf(column, 3, tilingOf(column, 3))).toEqual([
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      // the tile at 12 alone would be nearer to the middle of the tile at 8, number 1; its parent, from 8 to 15, lies in number 0
      [0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 2],
      [0, 0, 1, 2, 2, 3, 4, 5, 5, 6, 6],
    ]);
  });

  test('are counted as the tiles lie: the column fastest, the frame slowest', () => {
    const cascade = smallCascade();
    const [, rows, columns] = contextTilingOf(cascade, 1);
    expect([rows, columns]).toEqual([
      [0, 2, 4],
      [0, 2, 4],
    ]);
    // 6×10 pixels of level 2 lie at 12 and 4 of 16, so in the tiles at 4 and 0 or 2 of level 1
    expect(ancestorsOf(cascade, 2, [[0, 6], [12], [4]])).toEqual([
      [0, 0],
      [2 * 3 + 0, 2 * 9 + 2 * 3 + 0],
    ]);
  });

  test('do not exist for the first level', () => {
    expect(ancestorsOf(column, 0, tilingOf(column, 0))).toEqual([]);
  });

  test('are missing only where check says so', () => {
    const lost = smallCascade({ patch: [1, 8, 8], levels: [8, 24, 32, 96].map((side) => ({ size: [1, side, side] })) });
    expect(() => ancestorsOf(lost, 2, contextTilingOf(lost, 2))).toThrow(
      new RangeError('no tile of level 1 contains the tile at 4 of level 2, axis 1'),
    );
  });
});

/** Levels that grow by whole factors or not at all, tiled with any overlap. */
const cascades = fc
  .array(fc.record({ factor: fc.constantFrom(1, 1.5, 2, 3), overlap: fc.constantFrom(0, 0.25, 0.4375, 0.5, 0.75) }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((grown) => {
    let side = 8;
    const finer = grown.map(({ factor, overlap }) => ({
      size: [2, (side = Math.ceil(side * factor)), 8] as const,
      overlap: [0, overlap, 0] as const,
    }));
    return { cascade: 1 as const, patch: [2, 8, 8] as const, levels: [{ size: [2, 8, 8] as const }, ...finer] };
  })
  // other sizes are refused for another reason
  .filter(({ levels }) => levels.every(({ size }) => (levels.at(-1)?.size[1] ?? 0) % size[1] === 0));

test('check refuses the cascades in which a tile that is sampled or read lies in none, and no others', () => {
  let [accepted, refused] = [0, 0];
  fc.assert(
    fc.property(cascades, ({ levels, ...rest }) => {
      const { network } = document;
      const written = { ...document, ...rest, levels, network: { ...network, token: [1, 4, 4] as const } };
      const cascade = resolveCascade(written);
      const runs = (): void => {
        for (const level of levels.keys()) {
          ancestorsOf(cascade, level, tilingOf(cascade, level));
          if (level + 1 < levels.length) ancestorsOf(cascade, level, contextTilingOf(cascade, level));
        }
      };
      const faults = reported((report) => {
        checkLevels(written, cascade, report);
      });
      if (faults.length > 0) expect(runs).toThrow(RangeError);
      else runs();
      if (faults.length > 0) refused += 1;
      else accepted += 1;
    }),
    { numRuns: 600 },
  );
  expect(Math.min(accepted, refused)).toBeGreaterThan(20);
});
