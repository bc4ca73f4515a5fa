import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { videoClamp } from '../../../operators/video/clamp.js';
import { onEveryBackend } from '../../backends.js';

onEveryBackend('video.clamp', () => {
  test('values outside [-1, 1] are moved to the nearer end, those inside stay as they are', async () => {
    const values = [-Infinity, -1.5, -1, -0.25, 0, 0.999, 1, 7];
    const video = tf.tensor5d(values, [1, 2, 2, 2, 1]);
    const clamped = videoClamp.run({ video }, {}).video;
    expect(clamped.shape).toEqual(video.shape);
    expect([...(await clamped.data())]).toEqual([-1, -1, -1, -0.25, 0, Math.fround(0.999), 1, 1]);
    tf.dispose([video, clamped]);
  });
});
