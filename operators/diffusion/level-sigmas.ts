import type { Cascade, NoiseSchedule, NoiseShape } from '../../dsl/index.js';

/** Noise levels on a scale on which a schedule's steps are of equal length. */
interface Spacing {
  /** Place of σ on the scale. */
  of(this: void, sigma: number): number;
  /** σ at a place. */
  at(this: void, place: number): number;
}

/** σ^(1/ρ) (Karras et al. 2022, eq. 5). */
const karras = (rho: number): Spacing => ({ of: (sigma) => sigma ** (1 / rho), at: (place) => place ** rho });

/** ᾱ = cos²(π t/2), so that σ = √((1 − ᾱ)/ᾱ) = tan(π t/2) and t is atan σ but for a factor (Hoogeboom et al. 2023). */
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

/** σ from σ_max down to σ_min over `steps` values, evenly spaced on the schedule's own scale, then 0. */
export function scheduleSigmas(schedule: NoiseSchedule, steps: number, noise: NoiseShape): number[] {
  const { of, at } = SPACINGS[schedule](noise);
  const [high, low] = [of(noise.max), of(noise.min)];
  const sigmas = Array.from({ length: steps }, (_, i) => at(high + (i / Math.max(steps - 1, 1)) * (low - high)));
  return [...sigmas, 0];
}

/**
 * The noise levels of a level of a cascade: those at scale 1, divided by its input scale (HPDM §4.5).
 *
 * For the cosine and sigmoid schedules that is a shift of log-SNR by 2 ln b (Hoogeboom et al. 2023).
 */
export function levelSigmas({ levels, noise }: Cascade, level: number): number[] {
  const { steps = 1, inputScale = 1, schedule = 'karras' } = levels[level] ?? {};
  return scheduleSigmas(schedule, steps, noise).map((sigma) => sigma / inputScale);
}
