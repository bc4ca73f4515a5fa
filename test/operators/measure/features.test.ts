import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { measureFeatures } from '../../../operators/measure/features.js';
import { onTensorflow } from '../../backends.js';
import { testContext } from '../../context.js';

const noise = (shape: [number, number, number, number, number], seed = 1): tf.Tensor5D =>
  tf.randomUniform<tf.Rank.R5>(shape, -1, 1, 'float32', seed);

async function featuresOf(video: tf.Tensor5D, frames = 0): Promise<tf.Tensor3D> {
  const stage = await measureFeatures.open({ frames }, testContext());
  const { features } = await stage.next({ video }, 0);
  await stage.done?.();
  return features;
}

onTensorflow('features of frames', () => {
  test('of each frame by itself: batches and the other frames do not matter', async () => {
    const video = noise([2, 3, 16, 16, 3]);
    const before = tf.memory().numTensors;
    const all = await featuresOf(video);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(all.shape).toEqual([2, 3, 256]);
    const one = await featuresOf(tf.slice(video, [1, 2, 0, 0, 0], [1, 1, -1, -1, -1]));
    const expected = tf.slice(all, [1, 2, 0], [1, 1, -1]);
    expect(Number(tf.max(tf.abs(tf.sub(one, expected))).dataSync()[0])).toBeLessThan(1e-4);
  });

  test('evenly spread frames, and grey ones', async () => {
    const video = noise([1, 8, 16, 16, 1]);
    const [some, all] = [await featuresOf(video, 2), await featuresOf(video)];
    const expected = tf.concat([tf.slice(all, [0, 2, 0], [1, 1, -1]), tf.slice(all, [0, 6, 0], [1, 1, -1])], 1);
    expect(Number(tf.max(tf.abs(tf.sub(some, expected))).dataSync()[0])).toBeLessThan(1e-4);
  });
});

test('sizes are known before the run, and other channels are refused', () => {
  expect(measureFeatures.dimensions?.({ frames: 4 }, { F: 64 }, [])).toEqual({ D: 256, T: 4 });
  expect(measureFeatures.dimensions?.({ frames: 0 }, {}, [])).toEqual({ D: 256 });
  expect(measureFeatures.check?.({ frames: 0 }, { C: 4 }, [])).toMatchObject([{ code: 'E_CHANNELS' }]);
});
