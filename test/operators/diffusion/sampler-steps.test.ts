import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { SAMPLERS, type Sampler } from '../../../dsl/index.js';
import { addChurn, churned, type Churn } from '../../../operators/diffusion/churn.js';
import {
  ancestralStep,
  dpmpp2mStep,
  eulerStep,
  heunStep,
  SAMPLER_STEPS,
  type Denoiser,
  type Position,
  type Step,
} from '../../../operators/diffusion/sampler-steps.js';
import { asInReference } from '../../backends.js';
import { mixedError } from '../../gradients.js';
import { readReference } from '../../reference.js';
import { mixtureEstimate } from '../denoise/mixture.js';

/** NVlabs/edm and k-diffusion on a mixture of Gaussians, whose denoiser is known in closed form. */
const reference = await readReference('edm-sampler');
const { number, shape, tensor, values } = reference;
const [N = 0, D = 0] = shape('latents');
const steps = number('hyper.steps');
const sigmas = [...values('edm.sigmas')];
const estimate = mixtureEstimate(reference);
const denoise: Denoiser<tf.Tensor2D> = async (x, sigma) => tf.tensor2d(estimate(await x.array(), sigma));

/** Points of one step, [N, D]. */
const row = (name: string, step: number): tf.Tensor2D =>
  tf.reshape(tf.slice(tensor(name), [step, 0, 0], [1, N, D]), [N, D]);

const STILL = {
  eta: 0,
  unit: (): tf.Tensor2D => {
    throw new Error('this sampler draws no noise');
  },
};

/** Every state from the first to the last, [steps + 1][N · D]. */
async function trajectory(step: Step, churn: Churn): Promise<Float32Array[]> {
  let x = tf.mul<tf.Tensor2D>(tensor('latents'), sigmas[0] ?? NaN);
  let previous: Pick<Position<tf.Tensor2D>, 'previous'> = {};
  const states = [await x.data<'float32'>()];
  for (let i = 0; i < steps; i++) {
    const [from, to] = [sigmas[i] ?? NaN, sigmas[i + 1] ?? NaN];
    const raised = churned(from, steps, churn);
    const start = raised > from ? addChurn(x, from, raised, row('noise', i), churn) : x;
    const moved = await step({ x: start, from: raised, to, ...previous, ...STILL }, denoise);
    [x, previous] = [moved.x, { previous: { denoised: moved.denoised, sigma: raised } }];
    states.push(await x.data<'float32'>());
  }
  return states;
}

const churnOf = (name: string): Churn => ({
  churn: number(`hyper.${name}.S_churn`),
  churnMin: number(`hyper.${name}.S_min`),
  churnMax: number(`hyper.${name}.S_max`),
  churnNoise: number(`hyper.${name}.S_noise`),
});
const NAMES = Object.keys(SAMPLERS) as Sampler[];
const NONE: Churn = { churn: 0, churnMin: 0, churnMax: Infinity, churnNoise: 1 };

asInReference('sampling, step by step,', () => {
  test('the denoiser of this file is that of the reference', async () => {
    const sigma = values('denoiser.sigma');
    const points = tensor<tf.Tensor2D>('denoiser.x');
    const rows = await Promise.all(Array.from(sigma, (s, i) => denoise(tf.slice(points, [i, 0], [1, D]), s)));
    expect(mixedError(await tf.concat(rows).data(), values('denoiser.output'))).toBeLessThan(2e-5);
  });

  test.each<[string, Step, Churn]>([
    ['edm.heun', heunStep, NONE],
    ['k_diffusion.heun', heunStep, NONE],
    ['k_diffusion.euler', eulerStep, NONE],
    ['edm.churn', heunStep, churnOf('churn')],
    ['edm.churn_capped', heunStep, churnOf('churn_capped')],
    ['k_diffusion.euler_churn', eulerStep, churnOf('churn')],
    ['k_diffusion.heun_churn', heunStep, churnOf('churn')],
    ['k_diffusion.dpmpp_2m', dpmpp2mStep, NONE],
    // without its noise the ancestral sampler is Euler's
    ['k_diffusion.euler', ancestralStep, NONE],
  ])('goes where %s goes', async (name, step, churn) => {
    const expected = values(`${name}.x`);
    const states = await trajectory(step, churn);
    expect(states).toHaveLength(steps + 1);
    states.forEach((state, i) => {
      const tolerance = 2e-5 * ((sigmas[i] ?? 0) + 0.2);
      state.forEach((value, j) => {
        expect(Math.abs(value - (expected[i * N * D + j] ?? NaN))).toBeLessThan(tolerance);
      });
    });
  });

  test.each(['churn', 'churn_capped'])('raises σ and adds noise as edm.%s does', async (name) => {
    const churn = churnOf(name);
    for (let i = 0; i < steps; i++) {
      const [from, expected] = [sigmas[i] ?? NaN, values(`edm.${name}.sigma_hat`)[i] ?? NaN];
      const raised = churned(from, steps, churn);
      expect(Math.abs(raised - expected)).toBeLessThanOrEqual(1e-5 * expected);
      const x = row(`edm.${name}.x`, i);
      const noisy = await addChurn(x, from, raised, row('noise', i), churn).data();
      const tolerance = 2e-5 * (from + 0.2);
      (await row(`edm.${name}.x_hat`, i).data()).forEach((value, j) => {
        expect(Math.abs((noisy[j] ?? NaN) - value)).toBeLessThan(tolerance);
      });
    }
  });

  test.each([1, 0.5])('ancestral with eta %s draws from the posterior of DDPM, as wide as eta says', async (eta) => {
    const [from, to] = [2, 1.5];
    const [x, clean, unit] = [row('noise', 0), row('noise', 1), row('noise', 2)];
    const at = { x, from, to, eta, unit: () => tf.clone(unit) };
    const moved = await ancestralStep(at, async () => tf.clone(clean));
    // q(x_to | x_from, x_0) without a change of scale (Ho et al. 2020, eq. 6 and 7); DDIM's eq. 16 for eta below 1
    const deviation = eta * to * Math.sqrt((from ** 2 - to ** 2) / from ** 2);
    const kept = Math.sqrt(to ** 2 - deviation ** 2) / from;
    if (eta === 1) expect(kept).toBeCloseTo(to ** 2 / from ** 2, 12);
    const expected = tf.addN([tf.mul(clean, 1 - kept), tf.mul(x, kept), tf.mul(unit, deviation)]);
    expect(mixedError(await moved.x.data(), await expected.data())).toBeLessThan(1e-6);
  });

  test.each(NAMES)('%s leaves nothing behind but its result, also where the network fails', async (name) => {
    const step = SAMPLER_STEPS[name];
    const x = row('noise', 0);
    const previous = { denoised: row('noise', 1), sigma: 3 };
    const at = { x, from: 2, to: 1, previous, eta: 1, unit: () => tf.zerosLike(x) };
    const before = tf.memory().numTensors;
    const moved = await step(at, denoise);
    expect(tf.memory().numTensors).toBe(before + 2);
    tf.dispose([moved.x, moved.denoised]);
    for (const good of [0, 1]) {
      let calls = 0;
      const failing = async (y: tf.Tensor2D, sigma: number): Promise<tf.Tensor2D> => {
        if (calls++ === good) throw new Error('no more');
        return denoise(y, sigma);
      };
      const again = await step(at, failing).catch((error: unknown) => error);
      if (good < SAMPLERS[name].calls(2) - 1) expect(again).toEqual(new Error('no more'));
      else tf.dispose(again as tf.TensorContainer);
      expect(tf.memory().numTensors).toBe(before);
    }
  });
});

/** Data of standard deviation 1 around 0: the best estimate, and where the probability flow takes x from one σ to another. */
const gaussian = async (x: tf.Tensor1D, sigma: number): Promise<tf.Tensor1D> => tf.div<tf.Tensor1D>(x, 1 + sigma ** 2);
const flow = (x: number, from: number, to: number): number => x * Math.sqrt((1 + to ** 2) / (1 + from ** 2));

/** Where x = 1 goes through these σ, how often the network was called for it, and how often noise was drawn. */
async function walk(name: Sampler, levels: readonly number[], eta: number) {
  let x: tf.Tensor1D = tf.tensor1d([1]);
  let [calls, draws] = [0, 0];
  let previous: Pick<Position<tf.Tensor1D>, 'previous'> = {};
  for (const [i, to] of levels.slice(1).entries()) {
    const from = levels[i] ?? NaN;
    const unit = (): tf.Tensor1D => (draws++, tf.zeros([1]));
    const counted = (at: tf.Tensor1D, sigma: number): Promise<tf.Tensor1D> => (calls++, gaussian(at, sigma));
    const moved = await SAMPLER_STEPS[name]({ x, from, to, ...previous, eta, unit }, counted);
    [x, previous] = [moved.x, { previous: { denoised: moved.denoised, sigma: from } }];
  }
  return { x: (await x.data())[0] ?? NaN, calls, draws };
}

/** σ from 2 to 1 in so many steps, even in ln σ. */
const halving = (count: number): number[] => Array.from({ length: count + 1 }, (_, i) => 2 ** (1 - i / count));

test.each(NAMES)('the table of samplers is right about %s: calls, order, own noise', async (name) => {
  const { calls, order, eta } = SAMPLERS[name];
  expect(await walk(name, [...halving(4), 0], 0)).toMatchObject({ calls: calls(5), draws: 0 });
  expect((await walk(name, halving(4), 1)).draws).toBe(eta ? 4 : 0);
  const errors = await Promise.all(
    [4, 8].map(async (count) => Math.abs((await walk(name, halving(count), 0)).x - flow(1, 2, 1))),
  );
  const [coarse = NaN, fine = NaN] = errors;
  expect(Math.log2(coarse / fine)).toBeGreaterThan(order - 0.3);
  expect(Math.log2(coarse / fine)).toBeLessThan(order + 0.5);
});
