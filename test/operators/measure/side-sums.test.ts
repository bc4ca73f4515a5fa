import { expect, test } from '@jest/globals';
import { SideSums } from '../../../operators/measure/side-sums.js';
import { readReference } from '../../reference.js';

/** A side of videos of some frames each. */
function side(values: Float32Array, width: number, frames = 1): SideSums {
  const sums = new SideSums();
  const length = width * frames;
  for (let k = 0; k < values.length / length; k++) sums.add(k, values.subarray(k * length, (k + 1) * length), width);
  return sums;
}

test.each([
  [0, 12],
  [1, 40],
  [2, 16],
])('the distance of an outside implementation between sides of different sizes: case %d', async (number, width) => {
  const { values, number: scalar } = await readReference('image-metrics');
  const one = side(values(`frechet.${number}.features`), width);
  const two = side(values(`frechet.${number}.features_reference`), width);
  const { frames, motion } = SideSums.distances(one, two);
  expect(Math.abs((frames.value ?? 0) / scalar(`frechet.${number}.distance`) - 1)).toBeLessThan(1e-5);
  expect(motion).toEqual({ value: null, error: null });
});

test('a side has no distance from itself, and fewer vectors than numbers are a caveat', async () => {
  const { values, number } = await readReference('image-metrics');
  const one = side(values('frechet.0.features'), 12);
  expect(SideSums.distances(one, one).frames.value).toBeLessThan(1e-6 * number('frechet.0.distance'));
  expect(SideSums.caveats(one, one)).toEqual([]);
  expect(SideSums.caveats(one, side(values('frechet.0.features').subarray(0, 60), 12)).join()).toContain(
    '5 vectors of 12',
  );
});

test('motion is of the differences between frames', () => {
  const walk = Float32Array.from({ length: 40 * 3 }, (_, i) => (i % 3) + Math.floor(i / 3));
  const fast = walk.map((x, i) => x + (i % 3));
  const { frames, motion } = SideSums.distances(side(walk, 1, 3), side(fast, 1, 3));
  expect(motion.value).toBeCloseTo(1, 6);
  expect(frames.error).toBeGreaterThanOrEqual(0);
});
