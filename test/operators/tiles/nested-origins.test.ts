import { expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import { stream } from '../../../operators/tensor/stream.js';
import { nestedOrigins } from '../../../operators/tiles/nested-origins.js';
import { smallCascade } from '../../cascade.js';

const AXES = [0, 1, 2] as const;

test('patches lie inside one another on every axis, and the coarsest at the start', () => {
  const cascade = smallCascade();
  fc.assert(
    fc.property(fc.integer({ min: 0 }), (seed) => {
      const origins = nestedOrigins(cascade, stream({ seed, purpose: 'places' }));
      const reach = origins.map((origin, level) =>
        AXES.map((axis) => [
          origin[axis],
          origin[axis] + cascade.patch[axis] * (cascade.levels[level]?.factor[axis] ?? NaN),
        ]),
      );
      expect(origins[0]).toEqual([0, 0, 0]);
      for (const level of [1, 2]) {
        for (const axis of AXES) {
          const [[start = NaN, end = NaN] = [], [from = NaN, to = NaN] = []] = [
            reach[level]?.[axis],
            reach[level - 1]?.[axis],
          ];
          expect(start >= from && end <= to && Number.isInteger(start)).toBe(true);
        }
      }
    }),
    { numRuns: 50 },
  );
});

test('every place inside the coarser patch is drawn, also the last one', () => {
  const cascade = smallCascade();
  const columns = Array.from(
    { length: 400 },
    (_, seed) => nestedOrigins(cascade, stream({ seed, purpose: 'places' }))[1]?.[2],
  );
  expect([...new Set(columns)].sort((a = NaN, b = NaN) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

test('drawn finest first, patches are nested too, and the finest is everywhere with equal chances', () => {
  const cascade = smallCascade();
  const { patch, levels } = cascade;
  const counts = new Map<number, number>();
  const draws = 6000;
  let outside = 0;
  for (let seed = 0; seed < draws; seed++) {
    const origins = nestedOrigins(cascade, stream({ seed, purpose: 'places' }), 'uniform');
    for (const axis of AXES) {
      const starts = origins.map((origin) => origin[axis]);
      const ends = starts.map((start, level) => start + patch[axis] * (levels[level]?.factor[axis] ?? NaN));
      const inside = ([l, k]: readonly [number, number]): boolean =>
        (starts[l] ?? NaN) >= (starts[k] ?? NaN) && (ends[l] ?? NaN) <= (ends[k] ?? NaN);
      // counted, because an expectation for each would take seconds
      if (starts[0] !== 0 || !inside([1, 0]) || !inside([2, 1])) outside++;
    }
    const column = origins[2]?.[2] ?? NaN;
    counts.set(column, (counts.get(column) ?? 0) + 1);
  }
  expect(outside).toBe(0);
  const places = patch[2] * ((levels[0]?.factor[2] ?? NaN) - 1) + 1;
  expect(counts.size).toBe(places);
  for (const count of counts.values()) expect(Math.abs(count * places - draws)).toBeLessThan(0.35 * draws);
});
