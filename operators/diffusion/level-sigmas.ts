import { levelOf, type Cascade, type NoiseSchedule, type NoiseShape } from '../../dsl/index.js';

/** A scale of noise levels on which the steps of a schedule have equal length. */
interface Spacing {
  /** The position of σ on the scale. */
  of(this: void, sigma: number): number;
  /** σ at a position. */
  at(this: void, place: number): number;
}

/** σ^(1/ρ) (Karras et al. 2022, eq. 5). */
const karras = (rho: number): Spacing => ({ of: (sigma) => sigma ** (1 / rho), at: (place) => place ** rho });

/** ᾱ = cos²(π t/2), so σ = √((1 − ᾱ)/ᾱ) = tan(π t/2), and t is proportional to atan σ (Hoogeboom et al. 2023). */
const cosine: Spacing = { of: Math.atan, at: Math.tan };

/** RIN's noise schedule: from logit −3 to 3 at temperature 0.9 (Jabri et al. 2022; Chen 2023). */
const SIGMOID = { start: -3, end: 3, temperature: 0.9 };

/** ᾱ(t) = (s(end) − s(start + t (end − start))) / (s(end) − s(start)), s(x) = 1/(1 + exp(−x/τ)), and σ = √((1 − ᾱ)/ᾱ). */
function sigmoid(): Spacing {
  const { start, end, temperature } = SIGMOID;
  const logistic = (x: number): number => 1 / (1 + Math.exp(-x / temperature));
  const [low, high] = [logistic(start), logistic(end)];
  return {
    of: (sigma) => {
      const level = low + ((high - low) * sigma ** 2) / (1 + sigma ** 2);
      return temperature * Math.log(level / (1 - level));
    },
    at: (place) => Math.sqrt((logistic(place) - low) / (high - logistic(place))),
  };
}

const SPACINGS: Readonly<Record<NoiseSchedule, (noise: NoiseShape) => Spacing>> = {
  karras: ({ rho }) => karras(rho),
  cosine: () => cosine,
  sigmoid,
};

/**
 * `steps` values of σ from σ_max down to σ_min, evenly spaced on the scale of the schedule, then 0.
 *
 * @param strength how far up the scale the first one lies: 1 is σ_max; at 0 there is no noise, and no step
 */
export function scheduleSigmas(schedule: NoiseSchedule, steps: number, noise: NoiseShape, strength = 1): number[] {
  if (strength === 0) return [0];
  const { of, at } = SPACINGS[schedule](noise);
  const low = of(noise.min);
  const high = low + strength * (of(noise.max) - low);
  const sigmas = Array.from({ length: steps }, (_, i) => at(high + (i / Math.max(steps - 1, 1)) * (low - high)));
  return [...sigmas, 0];
}

/**
 * The noise levels of a cascade's level: those at scale 1, divided by the input scale b of the level (HPDM §4.5).
 *
 * For the cosine and sigmoid schedules this shifts the log-SNR by 2 ln b (Hoogeboom et al. 2023).
 *
 * @param strength as in `scheduleSigmas`
 */
export function levelSigmas(cascade: Cascade, level: number, strength = 1): number[] {
  const { steps, inputScale, schedule, sigmaMax: max } = levelOf(cascade, level);
  return scheduleSigmas(schedule, steps, { ...cascade.noise, max }, strength).map((sigma) => sigma / inputScale);
}
