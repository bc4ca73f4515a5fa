import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { videoFrames } from '../../../operators/video/frames.js';
import { onTensorflow } from '../../backends.js';
import { testContext } from '../../context.js';

onTensorflow('a video as frames', () => {
  test('is bytes; an error names the place where the video came in', async () => {
    const stage = await videoFrames.open({ gap: 0, count: 0 }, testContext());
    const next = (video: tf.Tensor5D) =>
      stage.next({ video, slab: undefined }, 0) as Promise<{ frames: { data: Uint8Array } }>;
    const { frames } = await next(tf.tensor5d([-1, 1], [1, 1, 1, 2, 1]));
    expect([...frames.data]).toEqual([0, 255]);
    await expect(next(tf.fill([1, 1, 1, 1, 1], NaN))).rejects.toMatchObject({
      ...{ code: 'E_NOT_FINITE', faults: [{ path: 'nodes.node.in.video' }] },
    });
  });
});

test('the checker knows the size of the grid, and refuses latents', () => {
  const sizes = (count: number, given: readonly string[]) =>
    videoFrames.dimensions?.({ gap: 2, count }, { B: 4, F: 3, h: 10, w: 20 }, given);
  expect(sizes(0, [])).toEqual({ n: 3, H: 22, W: 42 });
  expect(sizes(9, ['slab'])).toEqual({ H: 34, W: 64 });
  expect(videoFrames.check?.({ gap: 2, count: 0 }, { C: 4 }, [])).toMatchObject([{ code: 'E_CHANNELS' }]);
});
