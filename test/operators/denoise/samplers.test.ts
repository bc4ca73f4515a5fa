import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { addChurn, churned, eulerStep, heunStep, type Churn, type Step } from '../../../operators/denoise/samplers.js';
import { onEveryBackend } from '../../backends.js';
import { mixedError } from '../../gradients.js';
import { readReference } from '../../reference.js';
import { mixtureDenoiser } from './mixture.js';

/** NVlabs/edm and k-diffusion on a mixture of Gaussians, whose denoiser is known in closed form. */
const reference = await readReference('edm-sampler');
const { number, shape, tensor, values } = reference;
const [N = 0, D = 0] = shape('latents');
const steps = number('hyper.steps');
const sigmas = [...values('edm.sigmas')];
const denoise = mixtureDenoiser(reference);

/** Points of one step, [N, D]. */
const row = (name: string, step: number): tf.Tensor2D =>
  tf.reshape(tf.slice(tensor(name), [step, 0, 0], [1, N, D]), [N, D]);

/** Every state from the first to the last, [steps + 1][N · D]. */
function trajectory(step: Step<tf.Tensor2D>, churn: Churn): Float32Array[] {
  let x = tf.mul<tf.Tensor2D>(tensor('latents'), sigmas[0] ?? NaN);
  const states = [x.dataSync<'float32'>()];
  for (let i = 0; i < steps; i++) {
    const [from, to] = [sigmas[i] ?? NaN, sigmas[i + 1] ?? NaN];
    const raised = churned(from, steps, churn);
    const start = raised > from ? addChurn(x, from, raised, row('noise', i), churn.noise) : x;
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

  test.each(['churn', 'churn_capped'])('raises σ and adds noise as edm.%s does', (name) => {
    const churn = churnOf(name);
    for (let i = 0; i < steps; i++) {
      const [from, expected] = [sigmas[i] ?? NaN, values(`edm.${name}.sigma_hat`)[i] ?? NaN];
      const raised = churned(from, steps, churn);
      expect(Math.abs(raised - expected)).toBeLessThanOrEqual(1e-5 * expected);
      const x = row(`edm.${name}.x`, i);
      const noisy = addChurn(x, from, raised, row('noise', i), churn.noise).dataSync();
      const tolerance = 2e-5 * (from + 0.2);
      row(`edm.${name}.x_hat`, i)
        .dataSync()
        .forEach((value, j) => {
          expect(Math.abs((noisy[j] ?? NaN) - value)).toBeLessThan(tolerance);
        });
    }
  });
});
