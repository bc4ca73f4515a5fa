import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { thresholded } from '../../../operators/diffusion/thresholded.js';
import { onEveryBackend } from '../../backends.js';

const HALVES = Array.from({ length: 10 }, () => 0.5);

onEveryBackend('estimates', () => {
  // two videos of ten values: one far out of range, one within
  const estimate = () => tf.tensor5d([...[-8, -4, -3, -2, -1, 0, 1, 2, 3, 4], ...HALVES], [2, 1, 1, 10, 1]);

  test('are clipped where all of their values count', async () => {
    const values = await thresholded(estimate(), 1).data();
    expect([...values.subarray(0, 10)]).toEqual([-1, -1, -1, -1, -1, 0, 1, 1, 1, 1]);
  });

  test('keep the order of the share that counts, each video by its own size', async () => {
    // nine of ten values are at most 4 in size, and one is more: s = 8 clips none, s = 4 clips one
    expect([...(await thresholded(estimate(), 0.8).data()).subarray(0, 10)]).toEqual([
      -1, -1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1,
    ]);
    expect([...(await thresholded(estimate(), 0.9).data()).subarray(0, 10)][1]).toBeCloseTo(-0.5, 6);
    expect([...(await thresholded(estimate(), 0.8).data()).subarray(10)]).toEqual(HALVES);
  });

  test('leave no tensor behind', () => {
    const given = estimate();
    const before = tf.memory().numTensors;
    thresholded(given, 0.9).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
