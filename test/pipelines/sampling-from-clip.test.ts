import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../operators/tensor/tf.js';
import type { Cascade } from '../../dsl/index.js';
import { onTensorflow } from '../backends.js';
import { smallCascade } from '../cascade.js';
import { ffmpeg, scratch } from '../operators/video/clips.js';
import { farthest, sample } from './sampled.js';

const { folder, remove } = scratch();
const path = join(folder, 'clip.mp4');

beforeAll(() => ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=48x32:rate=10:duration=4', '-pix_fmt', 'yuv420p', path));
afterAll(remove);

/** Levels of 2, 4 and 8 slabs without overlap along time, more with it. */
const cascadeWith = (overlap: number, more: Partial<Parameters<typeof smallCascade>[0]> = {}): Cascade =>
  smallCascade({
    channels: 3,
    frames: 16,
    levels: [
      { size: [2, 4, 4], steps: 3, sampler: 'euler' },
      { size: [4, 8, 8], steps: 3, sampler: 'dpmpp-2m', overlap: [overlap, 0.5, 0] },
      { size: [8, 16, 16], steps: 2, sampler: 'ancestral', overlap: [overlap, 0, 0] },
    ],
    ...more,
  });

onTensorflow('a video from a clip', () => {
  test.each([
    ['the first level is the clip', cascadeWith(0), { at: 0, strength: 0, frames: 16 }],
    ['the first level is sampled anew in part', cascadeWith(0), { at: 0, strength: 0.6, frames: 16 }],
    ['two levels are the clip, which has fewer frames', cascadeWith(0), { at: 1, strength: 0, frames: 7 }],
    ['two levels in part, which overlap along time', cascadeWith(0.5), { at: 1, strength: 0.5, frames: 40 }],
    ['two levels are the clip, and overlap along time', cascadeWith(0.5), { at: 1, strength: 0, frames: 40 }],
    ['all levels in part, frames averaged', cascadeWith(0, { time: 'average' }), { at: 2, strength: 0.7, frames: 37 }],
  ])(
    '%s: is the same to 1e-5 slab by slab, and leaves no tensor behind',
    async (_, cascade, how) => {
      const clip = { path, ...how };
      const before = tf.memory().numTensors;
      const whole = await sample(cascade, { count: 2, clip });
      const after = tf.memory().numTensors;
      const parts = await sample(cascade, { count: 2, clip, inSlabs: true });
      // the test's network stays after each run
      expect(tf.memory().numTensors - after).toBe(after - before);
      for (const [i, video] of whole.entries()) expect(farthest(parts[i], video)).toBeLessThan(1e-5);
      const [other] = await sample(cascade, { count: 2, inSlabs: true });
      expect(farthest(parts[0], other)).toBeGreaterThan(0.01);
    },
    300_000,
  );
});
