import { describe, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { videoResize } from '../../../operators/video/resize.js';
import { onEveryBackend } from '../../backends.js';
import { settingsOf } from '../../context.js';

const resized = (
  values: number[],
  shape: [number, number],
  given: Parameters<typeof settingsOf<typeof videoResize.with>>[1],
) => videoResize.run({ video: tf.tensor5d(values, [1, 1, ...shape, 1]) }, settingsOf(videoResize.with, given)).video;

onEveryBackend('video.resize', () => {
  test('takes the mean where a side becomes shorter, and interpolates where the other becomes longer', async () => {
    const video = resized([0, 0.8, 0.4, 0.4], [2, 2], { size: [1, 4] });
    expect(video.shape).toEqual([1, 1, 1, 4, 1]);
    const expected = [0.2, 0.3, 0.5, 0.6];
    (await video.data()).forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 6));
  });

  test('keeps values in range where a sharp kernel overshoots', async () => {
    const values = await resized([-1, -1, 1, 1], [1, 4], { size: [1, 16], up: 'lanczos' }).data();
    expect([Math.min(...values), Math.max(...values)]).toEqual([-1, 1]);
  });

  test('treats frames, videos and colours alike', async () => {
    const shape = [2, 3, 4, 4, 3] as const;
    const video = tf.tensor5d(
      Array.from({ length: 288 }, (_, i) => (Math.floor(i / 48) + (i % 3)) / 10),
      [...shape],
    );
    const small = videoResize.run({ video }, settingsOf(videoResize.with, { size: [2, 1] })).video;
    expect(small.shape).toEqual([2, 3, 2, 1, 3]);
    const values = await small.data();
    values.forEach((value, i) => expect(value).toBeCloseTo((Math.floor(i / 6) + (i % 3)) / 10, 5));
  });
});

test('three numbers also change the number of frames: the mean of those that a new one covers, or in between', async () => {
  const video = tf.tensor5d([0, 0.4, 0.6, 1], [1, 4, 1, 1, 1]);
  const few = videoResize.run({ video }, settingsOf(videoResize.with, { size: [2, 1, 1] })).video;
  (await few.data()).forEach((value, i) => expect(value).toBeCloseTo([0.2, 0.8][i] ?? NaN, 6));
  const many = videoResize.run({ video: few }, settingsOf(videoResize.with, { size: [4, 1, 1] })).video;
  (await many.data()).forEach((value, i) => expect(value).toBeCloseTo([0.2, 0.35, 0.65, 0.8][i] ?? NaN, 6));
  const declared = (size: readonly number[]) =>
    videoResize.dimensions?.(settingsOf(videoResize.with, { size }), { F: 4 }, []);
  expect([declared([8, 9]), declared([2, 8, 9])]).toEqual([
    { T: 4, H: 8, W: 9 },
    { T: 2, H: 8, W: 9 },
  ]);
});

describe('the size', () => {
  test.each<[readonly number[], string]>([
    [[64], 'size: [64, 64]'],
    [[0, 32], 'size: [32, 32]'],
    [[], 'size: [64, 64]'],
  ])('%j is refused', (size, hint) => {
    const refusals = videoResize.check?.(settingsOf(videoResize.with, { size }), {}, []);
    expect(refusals).toMatchObject([{ code: 'E_SIZE', path: 'with.size', try: hint }]);
  });
});
