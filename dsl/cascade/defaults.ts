/**
 * The defaults of a cascade that do not depend on its other values: those of HPDM §4.4–4.5 if the paper gives them, else those of EDM, else
 * our choices. The window is ours, though the paper gives one: see `bench -- gaussian`.
 */
export const DEFAULTS = {
  cascade: { channels: 3, time: 'pick' },
  level: {
    schedule: 'karras',
    start: 'noise',
    threshold: 1,
    detail: 1,
    cycleSpin: 0,
    window: 'hann',
    shift: false,
    churn: 0,
    churnMin: 0,
    churnNoise: 1,
    eta: 1,
  },
  network: {
    block: 'rin',
    layers: 4,
    fusion: 'deep',
    detachContext: false,
    coordinates: true,
    selfCondition: false,
    pixels: false,
    residual: false,
    uncertainty: false,
    neighbours: false,
  },
  text: { read: 'attend' },
  noise: { sigmaData: 0.5, mean: -1.2, std: 1.2, min: 0.002, max: 80, rho: 7 },
} as const;

/** Default steps: the paper's 128 for level 0, half of the previous level's for each finer one. */
export const stepsOfLevel = (level: number): number => Math.max(1, Math.round(128 / 2 ** level));

/** Default b_ℓ: b₀ · r^ℓ with r = 2^−½ and, where the document says nothing else, b₀ = 1. */
export const inputScaleOfLevel = (level: number, first = 1): number => first * Math.SQRT1_2 ** level;
