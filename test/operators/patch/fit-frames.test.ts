import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { checkChannels, fitFrames, sideMatrices } from '../../../operators/patch/fit-frames.js';
import { resizeMatrix } from '../../../operators/tensor/resize-matrix.js';
import { onEveryBackend } from '../../backends.js';
import { mixedError } from '../../gradients.js';

onEveryBackend('frames of another size', () => {
  test('are averaged where a side becomes shorter and interpolated where it becomes longer', async () => {
    const rows = tf.tensor([0, 0.4, 0.2, 0.8]);
    const video = tf.tile<tf.Tensor5D>(tf.reshape(rows, [1, 1, 4, 1, 1]), [2, 3, 1, 2, 1]);
    const f = resizeMatrix(3, { from: 0, length: 3 }, 3, 'nearest');
    const fitted = tf.tidy(() => fitFrames(video, { f, ...sideMatrices([4, 2], [2, 4], 'stretch') }, 3));
    expect(fitted.shape).toEqual([2, 3, 2, 4, 3]);
    const column = await tf.slice(fitted, [1, 2, 0, 1, 2], [1, 1, 2, 1, 1]).data();
    expect(mixedError(column, [0.2, 0.5])).toBeLessThan(1e-6);
  });

  test('are cut in the middle, or stretched', async () => {
    const video = tf.tile<tf.Tensor5D>(tf.reshape(tf.range(0, 0.8, 0.1), [1, 1, 1, 8, 1]), [1, 1, 4, 1, 1]);
    const row = async (fit: 'crop' | 'stretch') => {
      const axes = { f: tf.ones<tf.Rank.R3>([1, 1, 1]), ...sideMatrices([4, 8], [4, 4], fit) };
      return tf.slice(fitFrames(video, axes, 1), 0, [1, 1, 1, 4, 1]).data();
    };
    expect(mixedError(await row('crop'), [0.2, 0.3, 0.4, 0.5])).toBeLessThan(1e-6);
    expect(mixedError(await row('stretch'), [0.05, 0.25, 0.45, 0.65])).toBeLessThan(1e-6);
  });
});

test('colours are refused where the cascade has other channels', () => {
  expect(() => checkChannels(3, 4, 'in.video')).toThrow(/E_CHANNELS[^]*4 channels[^]*3 channels/);
  for (const [given, channels] of [
    [1, 4],
    [3, 1],
    [3, 3],
  ] as const) {
    expect(() => checkChannels(given, channels, 'in.video')).not.toThrow();
  }
});
