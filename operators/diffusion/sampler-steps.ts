import { tf } from '../tensor/tf.js';
import type { Sampler } from '../../dsl/index.js';

/** Makes the denoised estimate D(x̃; σ) from x̃ and σ; the caller disposes of it. */
export type Denoiser<T extends tf.Tensor> = (x: T, sigma: number) => Promise<T>;

/** Where a sampler stands: x at the noise level `from`, and the level `to` that the step leads to. */
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

/** x at the next noise level, and the estimate from the start of the step; the caller disposes of both. */
export interface Moved<T extends tf.Tensor> {
  readonly x: T;
  readonly denoised: T;
}

/** One step of a sampler. It does not dispose of its arguments. */
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

/** Euler's step to a σ below `to`, then fresh noise up to `to`; eta 1 is DDPM's posterior, eta 0 is Euler's step. */
export const ancestralStep: Step = async <T extends tf.Tensor>(position: Position<T>, denoise: Denoiser<T>) => {
  const { from, to, eta, unit } = position;
  const up = Math.min(to, eta * to * Math.sqrt(1 - (to / from) ** 2));
  const { x: lower, denoised } = await eulerStep({ ...position, to: Math.sqrt(to ** 2 - up ** 2) }, denoise);
  if (up === 0) return { x: lower, denoised };
  const next = tf.tidy(() => tf.add<T>(lower, tf.mul(unit(), up)));
  lower.dispose();
  return { x: next, denoised };
};

/** D + (x − D) · ratio: x after σ is multiplied by `ratio`, while the estimate D stays the same. */
const towards = <T extends tf.Tensor>(x: T, denoised: T, ratio: number): T =>
  tf.tidy(() => tf.add<T>(denoised, tf.mul(tf.sub(x, denoised), ratio)));

/** The steps of the samplers, by their names; further facts about samplers are in the table `SAMPLERS` of `dsl/cascade`. */
export const SAMPLER_STEPS: Readonly<Record<Sampler, Step>> = {
  euler: eulerStep,
  heun: heunStep,
  'dpmpp-2m': dpmpp2mStep,
  ancestral: ancestralStep,
};
