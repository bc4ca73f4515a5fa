import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { addChurn, churned } from '../../operators/denoise/churn.js';
import { preconditionInput } from '../../operators/denoise/preconditioning.js';
import { dpmpp2mStep, eulerStep, heunStep, type Step } from '../../operators/denoise/samplers.js';
import { stitchTiles } from '../../operators/stitch/average.js';
import { selectBackend, probeBackend } from '../../operators/tensor/backend.js';
import { linearMatrix } from '../../operators/tensor/axis-matrix.js';
import { resample } from '../../operators/tensor/resample.js';
import { adamw, type AdamWState, type AdamWStep } from '../../operators/train/adamw.js';
import { lamb } from '../../operators/train/lamb.js';
import { mixedError } from '../gradients.js';
import { readReference, type Reference } from '../reference.js';
import { mixtureEstimate } from './denoise/mixture.js';

/** The reference numbers once more, on WebGPU, which cannot be read synchronously. */
const probe = await probeBackend('webgpu');
const there = probe.loads ? describe : describe.skip;
if (!probe.loads) console.warn(`skipped: ${probe.why} (set VK_DRIVER_FILES to a software Vulkan to run these)`);
else await selectBackend('webgpu');

const error = async (found: tf.Tensor, expected: ArrayLike<number>): Promise<number> =>
  mixedError(await found.data(), expected);

there('on webgpu, as in the reference:', () => {
  test('trilinear sampling', async () => {
    const { shape, tensor, values } = await readReference('grid-sample-3d');
    const [children = 0] = shape('offset');
    const [B = 0, C = 0, ...grid] = shape('volume');
    const counts = [...values('other.n')];
    const volume = tf.transpose<tf.Tensor5D>(tensor<tf.Tensor5D>('volume'), [0, 2, 3, 4, 1]);
    for (let child = 0; child < children; child++) {
      const along = (axis: number): tf.Tensor3D =>
        linearMatrix(
          Array.from({ length: B }, (_, b) => {
            const at = (child * B + b) * 3 + axis;
            return { offset: values('offset')[at] ?? NaN, size: values('size')[at] ?? NaN };
          }),
          counts[axis] ?? 0,
          grid[axis] ?? 0,
        );
      const sampled = resample(volume, { f: along(0), h: along(1), w: along(2) });
      const size = B * C * counts.reduce((a, b) => a * b, 1);
      const expected = values('other.output').subarray(child * size, (child + 1) * size);
      expect(await error(tf.transpose(sampled, [0, 4, 1, 2, 3]), expected)).toBeLessThan(1e-5);
    }
  });

  test('preconditioning', async () => {
    const { number, shape, tensor, values } = await readReference('edm-precond');
    const noisy = tf.reshape<tf.Rank.R5>(tensor('loss.x_noisy'), [...shape('loss.x_noisy'), 1] as tf.Tensor5D['shape']);
    const input = preconditionInput(noisy, [...values('loss.sigma')], number('loss.sigma_data'), 1);
    expect(await error(input.patches, values('loss.net_input'))).toBeLessThan(1e-5);
    expect(await error(input.noise, values('loss.net_c_noise'))).toBeLessThan(1e-6);
  });

  test.each<[string, Step, boolean]>([
    ['edm.heun', heunStep, false],
    ['edm.churn', heunStep, true],
    ['k_diffusion.euler', eulerStep, false],
    ['k_diffusion.dpmpp_2m', dpmpp2mStep, false],
  ])('the sampler %s, step by step', async (name, step, churn) => {
    const reference = await readReference('edm-sampler');
    await followSampler(reference, name, step, churn);
  });

  test("Hann's average of overlapping tiles", async () => {
    const { shape, tensor, values } = await readReference('multidiffusion');
    const [count = 0, C = 0, f = 0, h = 0, w = 0] = shape('irregular.tiles');
    const along = (axis: number): number[] => [
      ...new Set(values('irregular.origins').filter((_, i) => i % 3 === axis)),
    ];
    const tiles = tf.transpose<tf.Tensor5D>(
      tf.reshape<tf.Rank.R5>(tensor('irregular.tiles'), [count, C, f, h, w]),
      [0, 2, 3, 4, 1],
    );
    const canvas = stitchTiles(tiles, [along(0), along(1), along(2)], [6, 8, 12], 'hann');
    expect(await error(tf.transpose(canvas, [0, 4, 1, 2, 3]), values('irregular.canvas_weighted'))).toBeLessThan(1e-5);
  });

  test.each([
    ['lamb', 'timm'],
    ['adamw', 'adamw'],
  ])('the optimiser %s, step by step', async (file, kind) => {
    await followOptimiser(await readReference(file), kind);
  });
});

async function followSampler(reference: Reference, name: string, step: Step, churn: boolean): Promise<void> {
  const { number, shape, tensor, values } = reference;
  const [N = 0, D = 0] = shape('latents');
  const [estimate, sigmas, steps] = [mixtureEstimate(reference), values('edm.sigmas'), number('hyper.steps')];
  const settings = {
    churn: churn ? number('hyper.churn.S_churn') : 0,
    churnMin: number('hyper.churn.S_min'),
    churnMax: number('hyper.churn.S_max'),
    churnNoise: number('hyper.churn.S_noise'),
  };
  const denoise = async (x: tf.Tensor2D, sigma: number): Promise<tf.Tensor2D> =>
    tf.tensor2d(estimate(await x.array(), sigma));
  let x = tf.mul<tf.Tensor2D>(tensor('latents'), sigmas[0] ?? NaN);
  let last = {};
  for (let i = 0; i < steps; i++) {
    const [from, to] = [sigmas[i] ?? NaN, sigmas[i + 1] ?? NaN];
    const raised = churned(from, steps, settings);
    const unit = tf.tensor2d(values('noise').slice(i * N * D, (i + 1) * N * D), [N, D]);
    const start = raised > from ? addChurn(x, from, raised, unit, settings) : x;
    const moved = await step({ x: start, from: raised, to, eta: 0, unit: () => unit, ...last }, denoise);
    [x, last] = [moved.x, { previous: { denoised: moved.denoised, sigma: raised } }];
    const found = await x.data();
    const expected = values(`${name}.x`).subarray((i + 1) * N * D, (i + 2) * N * D);
    expected.forEach((value, j) => {
      expect(Math.abs((found[j] ?? NaN) - value)).toBeLessThan(2e-5 * (to + 0.2));
    });
  }
}

async function followOptimiser({ names, number, shape, values }: Reference, kind: string): Promise<void> {
  const all = names.filter((name) => name.startsWith('initial.')).map((name) => name.replace('initial.', ''));
  const kernels = all.filter((name) => name.includes('matrix'));
  const tensors = [...kernels, ...all.filter((name) => !name.includes('matrix'))];
  const size = (name: string): number => values(`initial.${name}`).length;
  const flat = (from: string, step: number): Float32Array =>
    Float32Array.from(
      tensors.flatMap((name) => [...values(`${from}.${name}`).subarray(step * size(name), (step + 1) * size(name))]),
    );
  const start = tf.tensor1d(flat('initial', 0));
  const zeros = tf.zerosLike(start);
  let state: AdamWState = { parameters: start, mean: zeros, variance: zeros, average: start };
  for (let step = 0; step < (shape('gradients.vector1')[0] ?? 0); step++) {
    const settings: AdamWStep = {
      beta1: number('hyper.beta1'),
      beta2: number('hyper.beta2'),
      epsilon: number('hyper.epsilon'),
      rate: number('hyper.learning_rate'),
      weightDecay: number('hyper.weight_decay'),
      averageDecay: 0,
      step: step + 1,
    };
    const gradient = tf.tensor1d(flat('gradients', step));
    state = (kind === 'adamw' ? adamw : lamb)(state, gradient, tf.scalar(1), kernels.map(size), settings);
    expect(await error(state.parameters, flat(kind, step))).toBeLessThan(1e-6);
  }
}
