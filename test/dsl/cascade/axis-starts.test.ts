import { expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import { axisStarts, strideOf } from '../../../dsl/cascade/axis-starts.js';

test.each([
  [16, 16, 0, [0]],
  [64, 16, 0, [0, 16, 32, 48]],
  [64, 32, 0.5, [0, 16, 32]],
  [60, 32, 0.5, [0, 16, 28]],
  [5, 4, 0.9, [0, 1]],
])('%d pixels in tiles of %d that share %d begin at %j', (length, tile, overlap, starts) => {
  expect(axisStarts(length, tile, overlap)).toEqual(starts);
});

test('tiles cover every pixel, lie inside, and do not repeat', () => {
  const axis = fc.record({
    tile: fc.integer({ min: 1, max: 40 }),
    more: fc.nat(100),
    overlap: fc.double({ min: 0, max: 0.99, noNaN: true }),
  });
  fc.assert(
    fc.property(axis, ({ tile, more, overlap }) => {
      const length = tile + more;
      const starts = axisStarts(length, tile, overlap);
      expect(starts[1] ?? NaN).toBe(starts.length > 1 ? Math.min(strideOf(tile, overlap), more) : NaN);
      expect([starts[0], starts.at(-1)]).toEqual([0, length - tile]);
      starts.slice(1).forEach((start, i) => {
        const before = starts[i] ?? NaN;
        expect(start).toBeGreaterThan(before);
        expect(start).toBeLessThanOrEqual(before + tile);
      });
    }),
  );
});
