import { afterAll, expect, test } from '@jest/globals';
import { measuredSide, refuseOther } from '../../../operators/measure/measured-side.js';
import { videosOf } from '../../../operators/measure/recorded-item.js';
import { SideSums } from '../../../operators/measure/side-sums.js';
import { scratch } from '../video/clips.js';
import { recordOf } from './records.js';

const { fresh, remove } = scratch();
afterAll(remove);
const { signal } = new AbortController();

test('sums, means, texts and figures of a record', async () => {
  const record = await recordOf(fresh(), 12, { seed: 1, texts: (video) => `text ${video}`, motion: 3 });
  const side = await measuredSide(record, signal);
  expect(side).toMatchObject({
    videos: 12,
    frames: 2,
    size: [2, 4, 4, 1],
    figures: { motion: { value: 3, error: 0 } },
  });
  expect(side.texts[11]).toBe('text 11');
  for await (const { number, features } of videosOf(record, signal)) {
    expect(side.means.values[number * 3 + 1]).toBeCloseTo(((features[1] ?? 0) + (features[4] ?? 0)) / 2, 6);
  }
});

test('halves are every other video and the rest', async () => {
  const side = await measuredSide(await recordOf(fresh(), 20, { seed: 2 }), signal);
  const { frames } = SideSums.distances(...side.halves);
  const whole = SideSums.distances(side.all, side.all).frames;
  expect(frames.value ?? 0).toBeGreaterThan(whole.value ?? 0);
});

test('no video, and videos of different sizes, are errors that say what to do', async () => {
  await expect(measuredSide({ folder: fresh(), count: 0 }, signal)).rejects.toThrow(/E_EMPTY_VIDEO[^]*a larger count/);
  const one = { size: [2, 4, 4, 1], shape: [1, 2, 3] };
  expect(() => {
    refuseOther('folder', { ...one, size: [2, 8, 8, 1] }, one);
  }).toThrow(/E_SIZE[^]*2×4×4×1[^]*2×8×8×1/);
  expect(() => {
    refuseOther('folder', { ...one, shape: [1, 4, 3] }, one);
  }).toThrow(/4 frames of each/);
});
