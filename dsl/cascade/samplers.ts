/** The facts about a sampler that checks, costs and docs need. */
export interface SamplerFacts {
  /** A description of its step, with the source. */
  readonly summary: string;
  /** Order of its error in the size of a step. */
  readonly order: 1 | 2;
  /** Number of network calls in a number of steps. */
  calls(this: void, steps: number): number;
  /** Whether a step may start with EDM's churn. */
  readonly churn: boolean;
  /** Whether it adds noise, scaled by `eta`. */
  readonly eta: boolean;
}

const once = (steps: number): number => steps;

/** The samplers of levels. Their steps are in `SAMPLER_STEPS` of `operators/diffusion`. */
export const SAMPLERS = {
  heun: {
    summary: "Heun's step (EDM Alg. 1)",
    order: 2,
    // the last step, to σ = 0, is Euler's
    calls: (steps) => 2 * steps - 1,
    churn: true,
    eta: false,
  },
  euler: { summary: "Euler's step, which is DDIM", order: 1, calls: once, churn: true, eta: false },
  'dpmpp-2m': { summary: 'DPM-Solver++(2M) (Lu et al. 2022)', order: 2, calls: once, churn: false, eta: false },
  ancestral: { summary: "Euler's step and fresh noise: DDPM", order: 1, calls: once, churn: false, eta: true },
} as const satisfies Readonly<Record<string, SamplerFacts>>;

/** The name of a sampler. */
export type Sampler = keyof typeof SAMPLERS;
