import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { fromTensor } from '../../../operators/pixels/from-tensor.js';
import { onEveryBackend } from '../../backends.js';

onEveryBackend('a video as frames', () => {
  test('maps [−1, 1] to 0 … 255, rounds halves up, and clamps what lies outside', async () => {
    const video = tf.tensor5d([-1, 0, 1, -1.5, 7, -0.5], [1, 1, 1, 6, 1]);
    const { data, ...sizes } = await fromTensor(video);
    expect([...data]).toEqual([0, 128, 255, 0, 255, 64]);
    expect(sizes).toEqual({ width: 6, height: 1, channels: 1, count: 1 });
  });

  test('lays a batch out as a grid with grey gaps, frame by frame', async () => {
    const video = tf.tensor5d([1, -1, 1, -1, 1, -1], [3, 2, 1, 1, 1]);
    const { data, ...sizes } = await fromTensor(video, { gap: 1 });
    expect(sizes).toEqual({ width: 3, height: 3, channels: 1, count: 2 });
    expect([...data]).toEqual([...[255, 64, 255, 64, 64, 64, 255, 64, 64], ...[0, 64, 0, 64, 64, 64, 0, 64, 64]]);
  });

  test('takes only the frames asked for', async () => {
    const { data } = await fromTensor(tf.tensor5d([-1, 0, 1], [1, 3, 1, 1, 1]), { pick: [2, 0] });
    expect([...data]).toEqual([255, 0]);
  });

  test.each([
    ['latents, which have no colours', () => tf.zeros<tf.Rank.R5>([1, 1, 1, 1, 4]), 'E_CHANNELS'],
    ['NaN', () => tf.fill<tf.Rank.R5>([1, 1, 1, 1, 1], NaN), 'E_NOT_FINITE'],
  ])('of %s is an error', async (_, video, code) => {
    await expect(fromTensor(video())).rejects.toMatchObject({ code });
  });
});
