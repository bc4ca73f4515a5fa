import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import type { Frames } from '../../../operators/values/frames.js';
import { videoFrames } from '../../../operators/video/frames.js';
import { videoTensor } from '../../../operators/video/tensor.js';
import { testContext } from '../../context.js';
import { ramps } from './clips.js';

/** What `video.frames` makes of a video. */
async function framesOf(video: tf.Tensor5D, gap = 2): Promise<Frames> {
  const stage = await videoFrames.open({ gap, count: 0 }, testContext());
  return (await stage.next({ video, slab: undefined }, 0)).frames;
}

const backends = ['cpu', 'tensorflow'].filter((name) => name !== 'tensorflow' || loads());

describe.each(backends)('on %s', (backend) => {
  let before: number;
  beforeEach(async () => {
    await tf.setBackend(backend);
    before = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors).toBe(before);
  });

  test('every byte comes back from frames → video → frames', async () => {
    const data = Uint8Array.from({ length: 768 }, (_, i) => i % 256);
    const frames: Frames = { width: 16, height: 8, channels: 3, count: 2, data };
    const { video } = videoTensor.run({ frames }, {});
    expect(video.shape).toEqual([1, 2, 8, 16, 3]);
    expect(await framesOf(video)).toEqual(frames);
    video.dispose();
  });

  test('black is -1, white is 1', async () => {
    const frames: Frames = { width: 3, height: 1, channels: 1, count: 1, data: Uint8Array.of(0, 255, 51) };
    const { video } = videoTensor.run({ frames }, {});
    const values = await video.data();
    expect([values[0], values[1]]).toEqual([-1, 1]);
    expect(values[2]).toBeCloseTo(-0.6, 6);
    video.dispose();
  });

  test('values outside [-1, 1] are clamped and halves rounded up', async () => {
    const values = [-7, -1, 0, 1, Infinity, -Infinity, 3 / 255 - 1 + 1e-6];
    const video = tf.tensor5d(values, [1, 1, 1, 7, 1]);
    expect([...(await framesOf(video)).data]).toEqual([0, 0, 128, 255, 255, 0, 2]);
    video.dispose();
  });

  test('a batch is a near-square grid with a thin gap', async () => {
    const video = tf.tidy(() =>
      tf.stack([0, 1, 2, 3, 4].map((b) => tf.fill([2, 4, 6, 1], b / 4 - 0.5))),
    ) as tf.Tensor5D;
    const frames = await framesOf(video, 1);
    // 3 columns, 2 rows.
    expect([frames.count, frames.width, frames.height, frames.channels]).toEqual([2, 20, 9, 1]);
    const at = (f: number, x: number, y: number) => frames.data[(f * 9 + y) * 20 + x];
    expect([at(0, 0, 0), at(0, 7, 0), at(0, 14, 3), at(1, 5, 5), at(1, 7, 8)]).toEqual([64, 96, 128, 159, 191]);
    // Gaps, and the place that no video takes.
    expect([at(0, 6, 0), at(0, 0, 4), at(1, 19, 8)]).toEqual([64, 64, 64]);
    video.dispose();
  });
});

test('NaN is an error that says what to do', async () => {
  const video = tf.tensor5d([0, NaN], [1, 1, 1, 2, 1]);
  await expect(framesOf(video)).rejects.toMatchObject({ code: 'E_NOT_FINITE', exitCode: 3 });
  video.dispose();
});

test.each([2, 4])('%i channels are refused', async (channels) => {
  const video = tf.zeros<tf.Rank.R5>([1, 1, 2, 2, channels]);
  await expect(framesOf(video)).rejects.toMatchObject({ code: 'E_CHANNELS', exitCode: 2 });
  video.dispose();
});

test('ramps survive, one channel and three', async () => {
  for (const channels of [1, 3] as const) {
    const frames = ramps(3, 8, 6, channels);
    const { video } = videoTensor.run({ frames }, {});
    expect(await framesOf(video)).toEqual(frames);
    video.dispose();
  }
});

/** Whether the TensorFlow addon is there and runs; it registers the backend. */
function loads(): boolean {
  try {
    createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu');
    return true;
  } catch {
    return false;
  }
}
