import { expect, test } from '@jest/globals';
import { frechetDistance } from '../../../operators/measure/frechet-distance.js';
import { Moments } from '../../../operators/measure/moments.js';
import { readReference } from '../../reference.js';

async function moments(name: string): Promise<Moments> {
  const { values, shape } = await readReference('image-metrics');
  const [count = 0, width = 0] = shape(name);
  const found = new Moments(width);
  for (let n = 0; n < count; n++) found.add(values(name), n * width);
  return found;
}

// more vectors than dimensions, as many, and fewer; expected values by torchmetrics and by scipy's sqrtm
test.each([0, 1, 2])('case %i is as outside implementations give it', async (k) => {
  const { number } = await readReference('image-metrics');
  const distance = frechetDistance(
    await moments(`frechet.${k}.features`),
    await moments(`frechet.${k}.features_reference`),
  );
  for (const expected of [number(`frechet.${k}.distance`), number(`frechet.${k}.distance_scipy`)]) {
    expect(Math.abs(distance / expected - 1)).toBeLessThan(1e-5);
  }
});

test.each([0, 1, 2])('of a set and itself it is 0, in either order it is the same (case %i)', async (k) => {
  const [one, two] = [await moments(`frechet.${k}.features`), await moments(`frechet.${k}.features_reference`)];
  const distance = frechetDistance(one, two);
  expect(frechetDistance(one, one) / distance).toBeLessThan(1e-6);
  expect(Math.abs(frechetDistance(two, one) / distance - 1)).toBeLessThan(1e-6);
});

test('of one dimension it is (μ₁ − μ₂)² + (s₁ − s₂)²', () => {
  const of = (...values: number[]): Moments => {
    const found = new Moments(1);
    for (const value of values) found.add([value]);
    return found;
  };
  // means 0 and 5, standard deviations √2 and √18
  expect(frechetDistance(of(-1, 1), of(2, 8))).toBeCloseTo(25 + (Math.SQRT2 - Math.sqrt(18)) ** 2, 10);
});
