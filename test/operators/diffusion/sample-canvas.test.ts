import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import type { Sampler } from '../../../dsl/index.js';
import { sampleCanvas } from '../../../operators/diffusion/sample-canvas.js';
import type { Denoiser } from '../../../operators/diffusion/sampler-steps.js';
import { unitNoise } from '../../../operators/diffusion/unit-noise.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { smallCascade } from '../../cascade.js';

beforeAll(() => selectBackend('cpu'));

const SIGMAS = [4, 2, 1, 0];
const half = (async (x: tf.Tensor5D) => Promise.resolve(tf.mul(x, 0.5))) as unknown as Denoiser<tf.Tensor5D>;

/** Frames of a level of 8, sampled with noise in every step. */
function sample(sampler: Sampler, churn: number, frame: number, frames: number): Promise<tf.Tensor5D> {
  const cascade = smallCascade({ levels: [{ size: [2, 4, 4] }, { size: [8, 4, 4], sampler, churn, steps: 3 }] });
  const x = unitNoise([1, frames, 4, 4, 2], { seed: 1, purpose: 'canvas', level: 1, frame });
  return sampleCanvas({ cascade, level: 1, sigmas: SIGMAS, seed: 1, first: 0, frame }, x, half, () => undefined);
}

test.each<[Sampler, number]>([
  ['heun', 2],
  ['euler', 1],
  ['ancestral', 0],
])('%s: frames have the same noise in whatever part they are sampled', async (sampler, churn) => {
  const [whole, part] = [await sample(sampler, churn, 0, 8), await sample(sampler, churn, 3, 2)];
  const own = tf.slice(whole, [0, 3, 0, 0, 0], [1, 2, 4, 4, 2]);
  expect(part.dataSync()).toEqual(own.dataSync());
});

test('every step is told with its estimate, and only the result stays', async () => {
  const before = tf.memory().numTensors;
  const cascade = smallCascade();
  const told: [number, number | undefined][] = [];
  const x = tf.ones<tf.Rank.R5>([1, 2, 4, 4, 2]);
  const sampled = { cascade, level: 0, sigmas: SIGMAS, seed: 0, first: 0, frame: 0 };
  const video = await sampleCanvas(sampled, x, half, (step, estimate) => void told.push([step, estimate?.shape[1]]));
  expect(told).toEqual([
    [1, 2],
    [2, 2],
    [3, 2],
  ]);
  expect(tf.memory().numTensors).toBe(before + 1);
  video.dispose();
});
