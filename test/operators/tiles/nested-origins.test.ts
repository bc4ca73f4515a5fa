import { expect, test } from '@jest/globals';
import fc from 'fast-check';
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
