import { describe, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import {
  preconditioning,
  denoised,
  networkTarget,
  preconditionInput,
  type Preconditioning,
} from '../../../operators/diffusion/preconditioning.js';
import { asInReference } from '../../backends.js';
import { mixedError } from '../../gradients.js';
import { readReference } from '../../reference.js';

/** EDMPrecond and EDMLoss of NVlabs/edm around a stub network. */
const { number, shape, tensor, values } = await readReference('edm-precond');
const sigmas = [...values('sigma')];

describe('coefficients', () => {
  const tables: readonly [string, (c: Preconditioning) => number][] = [
    ['c_skip', (c) => c.cSkip],
    ['c_out', (c) => c.cOut],
    ['c_in', (c) => c.cIn],
    // EDM weighs |D − x|²; we leave the weight out and compare F, so 1/c_out² must be that weight
    ['loss_weight', (c) => 1 / c.cOut ** 2],
  ];

  test.each(tables)('%s is that of EDM from the smallest noise to the largest', (name, of) => {
    const found = [...values('sigma_data')].flatMap((data) => sigmas.map((sigma) => of(preconditioning(sigma, data))));
    expect(found).toHaveLength(values(name).length);
    values(name).forEach((expected, i) => {
      expect(Math.abs((found[i] ?? NaN) - expected)).toBeLessThanOrEqual(1e-5 * Math.abs(expected));
    });
  });

  test("c_noise is that of EDM, and that of the scaled σ on a level's own scale", () => {
    sigmas.forEach((sigma, i) => {
      const expected = values('c_noise')[i] ?? NaN;
      expect(Math.abs(preconditioning(sigma, 0.5).cNoise - expected)).toBeLessThanOrEqual(1e-6);
      expect(Math.abs(preconditioning(sigma / 0.25, 0.5, 0.25).cNoise - expected)).toBeLessThanOrEqual(1e-6);
    });
  });
});

asInReference('preconditioning', () => {
  const data = number('loss.sigma_data');
  const sigma = [...values('loss.sigma')];
  /** [B, C, H, W] of the file as [B, 1, H, W, C]-like patches: nothing here looks at the axes but the first. */
  const patches = (name: string): tf.Tensor5D => tf.reshape(tensor(name), [...shape(name), 1] as tf.Tensor5D['shape']);
  const error = async (found: tf.Tensor, name: string): Promise<number> => mixedError(await found.data(), values(name));

  test('the network sees c_in · x̃ and c_noise', async () => {
    const input = preconditionInput(patches('loss.x_noisy'), sigma, data, 1);
    expect(await error(input.patches, 'loss.net_input')).toBeLessThan(1e-5);
    expect(await error(input.noise, 'loss.net_c_noise')).toBeLessThan(1e-6);
  });

  test('its output becomes the denoised estimate', async () => {
    const estimate = denoised(patches('loss.x_noisy'), patches('loss.F'), sigma, data);
    expect(await error(estimate, 'loss.D')).toBeLessThan(1e-5);
  });

  test("plain squared error against the network's target is EDM's weighted one", async () => {
    const target = networkTarget(patches('loss.x'), patches('loss.x_noisy'), sigma, data);
    expect(await error(tf.squaredDifference(patches('loss.F'), target), 'loss.elementwise')).toBeLessThan(1e-4);
  });

  test('an output that hits the target denoises to the clean patch', async () => {
    const [clean, noisy] = [patches('loss.x'), patches('loss.x_noisy')];
    const estimate = denoised(noisy, networkTarget(clean, noisy, sigma, data), sigma, data);
    expect(await error(estimate, 'loss.x')).toBeLessThan(1e-5);
  });
});
