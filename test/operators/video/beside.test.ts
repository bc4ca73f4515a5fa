import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { videoBeside } from '../../../operators/video/beside.js';
import { onEveryBackend } from '../../backends.js';

onEveryBackend('video.beside', () => {
  test('repeats frames and pixels of the smaller videos, and puts black between', async () => {
    const small = tf.tensor5d([0.25, 0.5], [1, 1, 1, 2, 1]);
    const large = tf.tensor5d([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], [1, 2, 1, 4, 1]);
    const { video } = videoBeside.run({ videos: [small, large] }, { gap: 1 });
    expect(video.shape).toEqual([1, 2, 1, 9, 1]);
    const expected = [
      [0.25, 0.25, 0.5, 0.5, -1, 0, 0.1, 0.2, 0.3],
      [0.25, 0.25, 0.5, 0.5, -1, 0.4, 0.5, 0.6, 0.7],
    ].flat();
    (await video.data()).forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 6));
  });

  test('leaves a single video as it is, and no tensor behind', async () => {
    const one = tf.tensor5d([0.1, 0.2, 0.3, 0.4], [2, 1, 1, 2, 1]);
    const before = tf.memory().numTensors;
    const { video } = videoBeside.run({ videos: [one] }, { gap: 2 });
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(await video.array()).toEqual(await one.array());
  });
});
