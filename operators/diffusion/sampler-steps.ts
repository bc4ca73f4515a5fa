import { tf } from '../tensor/tf.js';
import type { Sampler } from '../../dsl/index.js';

/** Makes the denoised estimate D(x̃; σ) from x̃ and σ; it belongs to the caller. */
export type Denoiser<T extends tf.Tensor> = (x: T, sigma: number) => Promise<T>;

/** The position of a sampler: x at one noise level, and the next level. */
export interface Position<T extends tf.Tensor> {
  readonly x: T;
  readonly from: number;
  readonly to: number;
  /** The estimate from the start of the previous step, for multi-step samplers. */
  readonly previous?: { readonly denoised: T; readonly sigma: number };
  /** Fraction of the ancestral sampler's noise. */
  readonly eta: number;
  /** Draw the unit noise of this step. */
  unit(this: void): T;
}

/** x at the next noise level, and the estimate from the start of the step; both belong to the caller. */
export interface Moved<T extends tf.Tensor> {
  readonly x: T;
  readonly denoised: T;
}

/** One step of a sampler; the caller keeps the ownership of the arguments. */
export type Step = <T extends tf.Tensor>(position: Position<T>, denoise: Denoiser<T>) => Promise<Moved<T>>;

/** Euler's step along the probability flow, dx/dσ = (x − D)/σ; the same as DDIM. */
export const eulerStep: Step = async ({ x, from, to }, denoise) => {
  const denoised = await denoise(x, from);
  return { x: towards(x, denoised, to / from), denoised };
};

/** Heun's second-order step (EDM Alg. 1, lines 4–8); the last step, to σ = 0, is Euler's. */
export const heunStep: Step = async <T extends tf.Tensor>(position: Position<T>, denoise: Denoiser<T>) => {
  const { x, from, to } = position;
  const { x: euler, denoised } = await eulerStep(position, denoise);
  if (to === 0) return { x: euler, denoised };
  try {
    const second = await denoise(euler, to);
    const corrected = tf.tidy(() => {
      const slopes = tf.add(tf.div(tf.sub(x, denoised), from), tf.div(tf.sub(euler, second), to));
      return tf.add<T>(x, tf.mul(slopes, (to - from) / 2));
    });
    second.dispose();
    return { x: corrected, denoised };
  } catch (error) {
    denoised.dispose();
    throw error;
  } finally {
    euler.dispose();
  }
};

/** DPM-Solver++(2M): the estimate is extrapolated from the previous one, in ln σ (Lu et al. 2022, Alg. 2). */
export const dpmpp2mStep: Step = async <T extends tf.Tensor>(position: Position<T>, denoise: Denoiser<T>) => {
  const { x, from, to, previous } = position;
  if (previous === undefined || to === 0) return eulerStep(position, denoise);
  const denoised = await denoise(x, from);
  const ratio = Math.log(previous.sigma / from) / Math.log(from / to); // of the last step's length to this one's
  const next = tf.tidy(() => {
    const change = tf.sub(denoised, previous.denoised);
    return towards(x, tf.add<T>(denoised, tf.mul(change, 1 / (2 * ratio))), to / from);
  });
  return { x: next, denoised };
};

/** Euler's step to a lower σ than asked for, and fresh noise up to it; with eta 1 DDPM's posterior, with eta 0 Euler. */
export const ancestralStep: Step = async <T extends tf.Tensor>(position: Position<T>, denoise: Denoiser<T>) => {
  const { from, to, eta, unit } = position;
  const up = Math.min(to, eta * to * Math.sqrt(1 - (to / from) ** 2));
  const { x: lower, denoised } = await eulerStep({ ...position, to: Math.sqrt(to ** 2 - up ** 2) }, denoise);
  if (up === 0) return { x: lower, denoised };
  const next = tf.tidy(() => tf.add<T>(lower, tf.mul(unit(), up)));
  lower.dispose();
  return { x: next, denoised };
};

/** D + (x − D) · ratio: where x goes when σ is multiplied by `ratio` and D stays the estimate. */
const towards = <T extends tf.Tensor>(x: T, denoised: T, ratio: number): T =>
  tf.tidy(() => tf.add<T>(denoised, tf.mul(tf.sub(x, denoised), ratio)));

/** The step of every sampler that a level may name; what else is to be known of them is in the table `SAMPLERS` of `dsl/cascade`. */
export const SAMPLER_STEPS: Readonly<Record<Sampler, Step>> = {
  euler: eulerStep,
  heun: heunStep,
  'dpmpp-2m': dpmpp2mStep,
  ancestral: ancestralStep,
};
