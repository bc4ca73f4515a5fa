import { expect, test } from '@jest/globals';
import { fromTensor } from '../../../operators/pixels/from-tensor.js';
import { toTensor } from '../../../operators/pixels/to-tensor.js';
import { onEveryBackend } from '../../backends.js';
import { mixedError } from '../../gradients.js';

onEveryBackend('frames as a video', () => {
  test('have a batch of one and the values byte / 127.5 − 1', () => {
    const frames = {
      width: 3,
      height: 1,
      channels: 1,
      count: 2,
      data: Uint8Array.of(0, 51, 255, 102, 204, 153),
    } as const;
    const video = toTensor(frames);
    expect(video.shape).toEqual([1, 2, 1, 3, 1]);
    expect(mixedError(video.dataSync(), [-1, -0.6, 1, -0.2, 0.6, 0.2])).toBeLessThan(1e-6);
  });

  test('are the same bytes again when they become frames', async () => {
    const data = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const video = toTensor({ width: 16, height: 16, channels: 1, count: 1, data });
    expect((await fromTensor(video)).data).toEqual(data);
  });
});
