import { tf } from '../tensor/tf.js';

/** EDM's S_churn, S_min, S_max and S_noise (Alg. 2); S_churn 0 is deterministic. */
export interface Churn {
  readonly churn: number;
  readonly churnMin: number;
  readonly churnMax: number;
  readonly churnNoise: number;
}

/** The increased noise level σ̂ of a step with churn (EDM Alg. 2, lines 4–5); σ itself outside [S_min, S_max]. */
export function churned(sigma: number, steps: number, { churn, churnMin, churnMax }: Churn): number {
  const inside = sigma >= churnMin && sigma <= churnMax;
  return inside ? sigma * (1 + Math.min(churn / steps, Math.SQRT2 - 1)) : sigma;
}

/** x + √(σ̂² − σ²) · S_noise · ε (EDM Alg. 2, line 6), as a new tensor. */
export const addChurn = <T extends tf.Tensor>(x: T, from: number, to: number, unit: T, { churnNoise }: Churn): T =>
  tf.tidy(() => tf.add(x, tf.mul(unit, churnNoise * Math.sqrt(to ** 2 - from ** 2))));
