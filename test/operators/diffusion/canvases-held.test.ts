import { expect, test } from '@jest/globals';
import type { Sampler } from '../../../dsl/index.js';
import { canvasesHeld } from '../../../operators/diffusion/canvases-held.js';
import { levelSigmas } from '../../../operators/diffusion/level-sigmas.js';
import { sampleCanvas } from '../../../operators/diffusion/sample-canvas.js';
import { tf } from '../../../operators/tensor/tf.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';

onTensorflow('the canvases that are alive while the network is called', () => {
  test.each<[Sampler, number]>([
    ['euler', 0],
    ['euler', 40],
    ['dpmpp-2m', 0],
    ['ancestral', 0],
    ['heun', 0],
    ['heun', 40],
  ])('are as many as are counted in a run: %s, churn %d', async (sampler, churn) => {
    const cascade = smallCascade({
      levels: [{ size: [2, 4, 4], sampler, churn, steps: 4 }],
      network: { levelsPerBlock: [1, 1, 1] },
    });
    const [level] = cascade.levels;
    const before = tf.memory().numTensors;
    let most = 0;
    const denoise = <T extends tf.Tensor>(x: T): Promise<T> => {
      most = Math.max(most, tf.memory().numTensors - before);
      return Promise.resolve(tf.mul<T>(x, 0.5));
    };
    const sampled = { cascade, level: 0, sigmas: levelSigmas(cascade, 0), seed: 0, first: 0, frame: 0 };
    (await sampleCanvas(sampled, tf.ones([1, 2, 4, 4, 2]), denoise, () => undefined)).dispose();
    expect(level && canvasesHeld(level)).toBe(most);
  });
});
