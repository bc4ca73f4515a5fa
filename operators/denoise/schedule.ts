import type { Cascade } from '../../dsl/index.js';

/** σ from σ_max down to σ_min over `steps` values, spaced by ρ, then 0 (Karras et al. 2022, eq. 5). */
export function karrasSigmas(steps: number, min: number, max: number, rho: number): number[] {
  const [low, high] = [min ** (1 / rho), max ** (1 / rho)];
  const sigmas = Array.from({ length: steps }, (_, i) => (high + (i / Math.max(steps - 1, 1)) * (low - high)) ** rho);
  return [...sigmas, 0];
}

/** The schedule of a level: noise levels grow as its input scale shrinks (HPDM §4.5). */
export function levelSigmas({ levels, noise }: Cascade, level: number): number[] {
  const { steps = 1, inputScale = 1 } = levels[level] ?? {};
  return karrasSigmas(steps, noise.min / inputScale, noise.max / inputScale, noise.rho);
}
