import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { videoBytes } from '../../../operators/pixels/video-bytes.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';

beforeAll(() => selectBackend('cpu'));

test('videos come one after the other, with the frames asked for', async () => {
  const video = tf.tensor5d(
    [0, 1, 2, 3, 4, 5].map((byte) => byte / 127.5 - 1),
    [2, 3, 1, 1, 1],
  );
  expect(await videoBytes(video, [2, 0])).toEqual({
    ...{ videos: 2, count: 2, height: 1, width: 1, channels: 1 },
    data: new Uint8Array([2, 0, 5, 3]),
  });
});

test('what is no colour, and NaN, is an error at its place', async () => {
  const failure = (video: tf.Tensor5D) => videoBytes(video, undefined, 'nodes.a.in.video');
  await expect(failure(tf.zeros([1, 1, 1, 1, 4]))).rejects.toMatchObject({ code: 'E_CHANNELS' });
  await expect(failure(tf.fill([1, 1, 1, 1, 1], NaN))).rejects.toMatchObject({
    ...{ code: 'E_NOT_FINITE', faults: [{ path: 'nodes.a.in.video' }] },
  });
});
