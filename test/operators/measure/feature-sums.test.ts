import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { FeatureSums } from '../../../operators/measure/feature-sums.js';

beforeAll(() => tf.setBackend('cpu'));

/** A video of two frames, each of one number. */
const videos = (...pairs: [number, number][]): tf.Tensor3D =>
  tf.tensor3d(pairs.map((frames) => frames.map((value) => [value])));

test('frames and differences of frames by hand', async () => {
  const sums = new FeatureSums('node');
  await sums.add(videos([-1, 1], [-1, 1]), videos([2, 8], [2, 8]));
  const { videos: count, frames, motion, caveats } = sums.report();
  // frames −1, 1, −1, 1 and 2, 8, 2, 8: variances 4/3 and 12; the differences are all 2 and all 6
  expect([count, frames.value, motion.value]).toEqual([
    2,
    Number((25 + 4 / 3 + 12 - 2 * Math.sqrt(16)).toPrecision(6)),
    16,
  ]);
  expect(caveats).toEqual([]);
});

test('without videos there is no distance', () => {
  const none = { value: null, error: null };
  expect(new FeatureSums('node').report()).toMatchObject({ videos: 0, frames: none, motion: none });
});

test('what is no number is refused, with the input that it came by', async () => {
  await expect(new FeatureSums('fd').add(videos([0, 1]), videos([NaN, 0]))).rejects.toThrow(/nodes\.fd\.in\.reference/);
});
