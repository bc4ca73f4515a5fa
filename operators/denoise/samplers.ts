import { tf } from '../tensor/tf.js';

/** x̃ and σ in, the denoised estimate D(x̃; σ) out; the caller disposes it. */
export type Denoiser<T extends tf.Tensor> = (x: T, sigma: number) => T;

/** S_churn and its friends (EDM Alg. 2); 0 is deterministic. */
export interface Churn {
  readonly churn: number;
  readonly min?: number;
  readonly max?: number;
  readonly noise?: number;
}

/** One step of a sampler from σ to the next one; returns a new tensor and leaves x to the caller. */
export type Step<T extends tf.Tensor> = (x: T, from: number, to: number, denoise: Denoiser<T>) => T;

/** Euler's step along the probability flow; the same as DDIM. */
export const eulerStep = <T extends tf.Tensor>(x: T, from: number, to: number, denoise: Denoiser<T>): T =>
  tf.tidy(() => tf.add(x, tf.mul(slope(x, from, denoise), to - from)));

/** Heun's second-order step (EDM Alg. 1); the last one, to σ = 0, is Euler's. */
export const heunStep = <T extends tf.Tensor>(x: T, from: number, to: number, denoise: Denoiser<T>): T =>
  tf.tidy(() => {
    const first = slope(x, from, denoise);
    const euler = tf.add<T>(x, tf.mul(first, to - from));
    if (to === 0) return euler;
    const second = slope(euler, to, denoise);
    return tf.add<T>(x, tf.mul(tf.add(first, second), (to - from) / 2));
  });

/** dx/dσ = (x − D(x; σ)) / σ. */
const slope = <T extends tf.Tensor>(x: T, sigma: number, denoise: Denoiser<T>): T =>
  tf.mul(tf.sub(x, denoise(x, sigma)), 1 / sigma);

/** The raised noise level σ̂ of a step with churn (EDM Alg. 2, lines 4–6); σ itself outside [S_min, S_max]. */
export function churned(sigma: number, steps: number, { churn, min = 0, max = Infinity }: Churn): number {
  const inside = sigma >= min && sigma <= max;
  return inside ? sigma * (1 + Math.min(churn / steps, Math.SQRT2 - 1)) : sigma;
}

/** x + √(σ̂² − σ²) · S_noise · ε. */
export const addChurn = <T extends tf.Tensor>(x: T, from: number, to: number, unit: T, scale = 1): T =>
  tf.tidy(() => tf.add(x, tf.mul(unit, scale * Math.sqrt(to ** 2 - from ** 2))));
