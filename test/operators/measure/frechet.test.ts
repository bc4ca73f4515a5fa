import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { measureFrechet } from '../../../operators/measure/frechet.js';
import { readReference } from '../../reference.js';
import { settingsOf, testContext } from '../../context.js';
import { scratch } from '../video/clips.js';

const { folder, remove } = scratch();
afterAll(remove);
beforeAll(() => tf.setBackend('cpu'));

interface Report {
  readonly videos: number;
  readonly frames: { readonly value: number | null; readonly error: number | null };
  readonly motion: { readonly value: number | null; readonly error: number | null };
  readonly caveats: readonly string[];
}

/** Items of `size` videos, of some vectors per video. */
async function distance(
  of: Float32Array,
  reference: Float32Array | undefined,
  shape: [number, number, number],
  size = 4,
) {
  const [videos, T, D] = shape;
  const path = `${folder}/fd.json`;
  const stage = await measureFrechet.open(settingsOf(measureFrechet.with, { path }), testContext());
  for (let first = 0; first < videos; first += size) {
    const part = (values: Float32Array) => {
      const some = values.subarray(first * T * D, Math.min(first + size, videos) * T * D);
      return tf.tensor3d(some, [some.length / T / D, T, D]);
    };
    const inputs = { features: part(of), reference: reference && part(reference) };
    await stage.next(inputs, first / size);
    tf.dispose(Object.values(inputs).filter((tensor) => tensor !== undefined));
  }
  await stage.done?.();
  return JSON.parse(readFileSync(path, 'utf8')) as Report;
}

test('the distance of an outside implementation, with a standard error; one frame has no motion', async () => {
  const { values, number } = await readReference('image-metrics');
  // 60 of the 65 vectors of the reference would be another case, so both sides are the 60
  const features = values('frechet.0.features');
  const same = await distance(features, features, [60, 1, 12]);
  expect(same.frames.value).toBeLessThan(1e-6 * number('frechet.0.distance'));
  const other = values('frechet.0.features_reference').slice(0, 60 * 12);
  const { videos, frames, motion } = await distance(features, other, [60, 1, 12]);
  expect(videos).toBe(60);
  expect(Math.abs((frames.value ?? 0) / number('frechet.0.distance') - 1)).toBeLessThan(0.2);
  expect(frames.error).toBeGreaterThan(0);
  expect(motion).toEqual({ value: null, error: null });
  expect((await distance(features, other, [60, 1, 12], 7)).frames).toEqual(frames);
});

test('the order of frames changes the distance of motion, and not that of frames', async () => {
  const [videos, T, D] = [40, 4, 3];
  const values = tf.randomNormal([videos, T, D], 0, 1, 'float32', 3).cumsum(1).dataSync() as Float32Array;
  const shuffled = Float32Array.from(values, (_, i) => {
    const [video, t, d] = [Math.floor(i / (T * D)), Math.floor(i / D) % T, i % D];
    return values[(video * T + ([2, 0, 3, 1][t] ?? 0)) * D + d] as number;
  });
  const { frames, motion } = await distance(shuffled, values, [videos, T, D]);
  expect(frames.value).toBeLessThan(1e-6);
  expect(motion.value).toBeGreaterThan(0.1);
});

test('without a reference every other video is compared with the rest', async () => {
  const values = Float32Array.from({ length: 40 * 3 }, (_, i) => ((i * 7919) % 101) / 101);
  const pick = (odd: number) => values.filter((_, i) => Math.floor(i / 3) % 2 === odd);
  const halves = await distance(values, undefined, [40, 1, 3], 3);
  const two = await distance(pick(0), pick(1), [20, 1, 3]);
  expect(halves.frames.value).toBe(two.frames.value);
});

test('fewer vectors than dimensions are a caveat, one is too few, and NaN is refused', async () => {
  const values = Float32Array.from({ length: 5 * 12 }, (_, i) => Math.sin(i));
  expect(
    (
      await distance(
        values,
        values.map((x) => x + 1),
        [5, 1, 12],
      )
    ).caveats.join(),
  ).toContain('5 vectors of 12');
  expect((await distance(values, values, [1, 1, 12])).frames.value).toBeNull();
  await expect(distance(values.fill(NaN, 3, 4), values, [5, 1, 12])).rejects.toThrow(/E_NOT_FINITE/);
});
