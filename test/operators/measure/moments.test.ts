import { expect, test } from '@jest/globals';
import { Moments } from '../../../operators/measure/moments.js';
import { readReference } from '../../reference.js';

test('mean and covariance are those of an outside implementation, in whatever parts the vectors come', async () => {
  const { values, shape } = await readReference('image-metrics');
  for (const k of [0, 1, 2]) {
    const [count = 0, width = 0] = shape(`frechet.${k}.features`);
    const vectors = values(`frechet.${k}.features`);
    const parts = Array.from({ length: 3 }, () => new Moments(width));
    for (let n = 0; n < count; n++) parts[n % 3]?.add(vectors, n * width);
    const total = Moments.total(parts, width);
    expect(total.count).toBe(count);
    const mean = values(`frechet.${k}.mean`);
    const covariance = values(`frechet.${k}.covariance`);
    expect(Math.max(...total.mean().map((x, i) => Math.abs(x - (mean[i] ?? NaN))))).toBeLessThan(1e-6);
    expect(Math.max(...total.covariance().map((x, i) => Math.abs(x - (covariance[i] ?? NaN))))).toBeLessThan(1e-6);
  }
});
