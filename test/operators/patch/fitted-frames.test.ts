import { describe, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { FittedFrames } from '../../../operators/patch/fitted-frames.js';
import type { Frames } from '../../../operators/values/frames.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';

const cascade = smallCascade({ channels: 3 });
const source = { args: ['-i', 'clip.mp4'], start: 0 };

/** Frames of 8×8 pixels, all of one grey each. */
async function* greys(...items: readonly (readonly [greys: readonly number[], timing?: Frames['timing']])[]) {
  for (const [values, timing] of items) {
    const data = Uint8Array.from(values.flatMap((value) => Array.from({ length: 8 * 8 }, () => value)));
    const frames: Frames = { width: 8, height: 8, channels: 1, count: values.length, data };
    yield await Promise.resolve(timing === undefined ? frames : { timing, ...frames });
  }
}

const fitted = async (items: AsyncIterable<Frames>): Promise<FittedFrames> => {
  const frames = new FittedFrames({ cascade, level: 1, until: 2, fit: 'crop', still: 8 });
  await frames.readAll(items);
  return frames;
};

onTensorflow('frames in the sizes of levels', () => {
  test('are read in any order, at each level, and leave no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const frames = await fitted(greys([[0, 51]], [[102, 153, 255]]));
    expect(frames.count).toBe(5);
    expect(tf.memory().numTensors).toBe(before);
    for (const [level, side] of [4, 8].entries()) {
      const some = frames.frames(level, [4, 1, 1]);
      expect(some.shape).toEqual([1, 3, side, side, 3]);
      const each = await tf.mean(some, [2, 3, 4]).data();
      // byte / 127.5 − 1
      [1, -0.6, -0.6].forEach((value, i) => expect(each[i]).toBeCloseTo(value, 5));
      some.dispose();
    }
    frames.close();
  });

  test('last as long as those that were read, with their sound', async () => {
    const frames = await fitted(
      greys([[0, 1], { rate: 10, count: 2, source }], [[2, 3], { rate: 10, count: 2, source }]),
    );
    // eight frames of the last level in 0.4 s
    expect(frames.timing).toEqual({ rate: 20, source });
    frames.close();
    const same = await fitted(greys([Array.from({ length: 8 }, (_, i) => i), { rate: 30, count: 8 }]));
    expect(same.timing).toEqual({ rate: 30 });
    same.close();
  });

  test('that are shown at uneven times last until the last of them was shown for one frame', async () => {
    const frames = await fitted(greys([[0, 1, 2], { rate: 10, count: 3, times: [0, 0.1, 0.3] }]));
    expect(frames.timing?.rate).toBeCloseTo(8 / 0.4, 10);
    frames.close();
  });
});

describe('frames without times', () => {
  test('give none', async () => {
    const frames = new FittedFrames({ cascade, level: 0, until: 0, fit: 'crop', still: 8 });
    expect(frames.timing).toBeUndefined();
    frames.close();
    await Promise.resolve();
  });
});
