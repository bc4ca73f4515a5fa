import { expect, test, beforeAll } from '@jest/globals';
import sharp from 'sharp';
import { stripsOf } from '../../../operators/measure/strips-of.js';
import { tf } from '../../../operators/tensor/tf.js';

beforeAll(() => tf.setBackend('cpu'));

/** Videos of frames of one grey each, in [-1, 1]. */
const video = (height: number, ...greys: number[][]): tf.Tensor5D =>
  tf.concat(
    greys.map((frames) =>
      tf.concat(
        frames.map((grey) => tf.fill<tf.Rank.R5>([1, 1, height, 4, 3], grey)),
        1,
      ),
    ),
  );

test('six frames of each video stand side by side, in order', async () => {
  const shades = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 1];
  const videos = video(2, shades, [...shades].reverse());
  const strips = await stripsOf(videos, 'nodes.x.in.video');
  videos.dispose();
  expect(strips).toHaveLength(2);
  const { data, info } = await sharp(strips[0]).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([24, 2, 3]);
  const row = Array.from({ length: 6 }, (_, f) => data[f * 4 * 3] ?? 0);
  expect([...row].sort((a, b) => a - b)).toEqual(row);
  expect(new Set(row).size).toBe(6);
});

test('large frames are made smaller, and what is not finite is refused', async () => {
  const large = video(128, [0]);
  const [strip] = await stripsOf(large, 'nodes.x.in.video');
  expect((await sharp(strip).metadata()).height).toBe(64);
  large.dispose();
  const nan = video(2, [NaN]);
  await expect(stripsOf(nan, 'nodes.x.in.video')).rejects.toThrow(/E_NOT_FINITE/);
  nan.dispose();
});
