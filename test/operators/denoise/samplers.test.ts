import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { addChurn, churned, eulerStep, heunStep, type Churn, type Step } from '../../../operators/denoise/samplers.js';
import { onEveryBackend } from '../../backends.js';
import { mixedError } from '../../gradients.js';
import { readReference } from '../../reference.js';

/** NVlabs/edm and k-diffusion on a mixture of Gaussians, whose denoiser is known in closed form. */
const { number, shape, tensor, values } = await readReference('edm-sampler');
const [N = 0, D = 0] = shape('latents');
const steps = number('hyper.steps');
const sigmas = [...values('edm.sigmas')];
const K = shape('mixture.weights')[0] ?? 0;

/** E[x₀ | x] for points [n, D] noised to σ. */
function denoise(x: tf.Tensor2D, sigma: number): tf.Tensor2D {
  const [weights, means, stds] = [values('mixture.weights'), values('mixture.means'), values('mixture.stds')];
  const rows = x.arraySync().map((point) => {
    const components = Array.from({ length: K }, (_, k) => {
      const [s2, mean] = [(stds[k] ?? NaN) ** 2, means.subarray(k * D, (k + 1) * D)];
      const variance = s2 + sigma ** 2;
      const distance = point.reduce((sum, value, i) => sum + (value - (mean[i] ?? NaN)) ** 2, 0);
      const log = Math.log(weights[k] ?? NaN) - (D / 2) * Math.log(variance) - distance / (2 * variance);
      return { log, estimate: point.map((value, i) => ((mean[i] ?? NaN) * sigma ** 2 + value * s2) / variance) };
    });
    const largest = Math.max(...components.map(({ log }) => log));
    const total = components.reduce((sum, { log }) => sum + Math.exp(log - largest), 0);
    return point.map((_, i) =>
      components.reduce((sum, { log, estimate }) => sum + (Math.exp(log - largest) / total) * (estimate[i] ?? NaN), 0),
    );
  });
  return tf.tensor2d(rows);
}

/** Every state from the first to the last, [steps + 1][N · D]. */
function trajectory(step: Step<tf.Tensor2D>, churn: Churn): Float32Array[] {
  let x = tf.mul<tf.Tensor2D>(tensor('latents'), sigmas[0] ?? NaN);
  const states = [x.dataSync<'float32'>()];
  for (let i = 0; i < steps; i++) {
    const [from, to] = [sigmas[i] ?? NaN, sigmas[i + 1] ?? NaN];
    const raised = churned(from, steps, churn);
    const unit = tf.reshape<tf.Rank.R2>(tf.slice(tensor('noise'), [i, 0, 0], [1, N, D]), [N, D]);
    const start = raised > from ? addChurn(x, from, raised, unit, churn.noise) : x;
    x = step(start, raised, to, denoise);
    states.push(x.dataSync<'float32'>());
  }
  return states;
}

const churnOf = (name: string): Churn => ({
  churn: number(`hyper.${name}.S_churn`),
  min: number(`hyper.${name}.S_min`),
  max: number(`hyper.${name}.S_max`),
  noise: number(`hyper.${name}.S_noise`),
});
const NONE: Churn = { churn: 0 };

onEveryBackend('sampling, step by step,', () => {
  test('the denoiser of this file is that of the reference', () => {
    const sigma = values('denoiser.sigma');
    const points = tensor<tf.Tensor2D>('denoiser.x');
    const found = tf.concat(Array.from(sigma, (s, i) => denoise(tf.slice(points, [i, 0], [1, D]), s)));
    expect(mixedError(found.dataSync(), values('denoiser.output'))).toBeLessThan(2e-5);
  });

  test.each<[string, Step<tf.Tensor2D>, Churn]>([
    ['edm.heun', heunStep, NONE],
    ['k_diffusion.heun', heunStep, NONE],
    ['k_diffusion.euler', eulerStep, NONE],
    ['edm.churn', heunStep, churnOf('churn')],
    ['edm.churn_capped', heunStep, churnOf('churn_capped')],
    ['k_diffusion.euler_churn', eulerStep, churnOf('churn')],
    ['k_diffusion.heun_churn', heunStep, churnOf('churn')],
  ])('goes where %s goes', (name, step, churn) => {
    const expected = values(`${name}.x`);
    trajectory(step, churn).forEach((state, i) => {
      const tolerance = 2e-5 * ((sigmas[i] ?? 0) + 0.2);
      state.forEach((value, j) => {
        expect(Math.abs(value - (expected[i * N * D + j] ?? NaN))).toBeLessThan(tolerance);
      });
    });
  });
});
