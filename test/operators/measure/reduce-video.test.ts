import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { reduceVideo } from '../../../operators/measure/reduce-video.js';

const video = (values: number[], shape: [number, number, number, number, number]): tf.Tensor5D =>
  tf.tensor5d(values, shape);

test('pixels are averaged over space, and of frames the middle one is taken, or the mean', async () => {
  await tf.setBackend('cpu');
  // two frames of 1×2: the second one is what pick takes of two
  const given = video([-1, 1, 1, 1], [1, 2, 1, 2, 1]);
  const before = tf.memory().numTensors;
  expect([...(await reduceVideo(given, [1, 1, 1], 'pick', 'x'))]).toEqual([255]);
  expect([...(await reduceVideo(given, [1, 1, 1], 'average', 'x'))]).toEqual([191]);
  expect([...(await reduceVideo(given, [2, 1, 2], 'pick', 'x'))]).toEqual([0, 255, 255, 255]);
  expect(tf.memory().numTensors).toBe(before);
  given.dispose();
});

test('every video of a batch is reduced by itself, and values out of range are clamped first', async () => {
  await tf.setBackend('cpu');
  const given = video([9, -1, 0, 0], [2, 1, 1, 2, 1]);
  expect([...(await reduceVideo(given, [1, 1, 1], 'pick', 'x'))]).toEqual([128, 128]);
  given.dispose();
});

test('what is no number is refused, with the place', async () => {
  const given = video([NaN], [1, 1, 1, 1, 1]);
  await expect(reduceVideo(given, [1, 1, 1], 'pick', 'nodes.x.in.video')).rejects.toThrow(/E_NOT_FINITE/);
  given.dispose();
});
