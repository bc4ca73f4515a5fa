/** What a sampler is: all that the checks, the costs and the docs need to know of it. */
export interface SamplerFacts {
  /** How it steps, and where it was published. */
  readonly summary: string;
  /** Order of its error in the step. */
  readonly order: 1 | 2;
  /** Calls of the network in so many steps. */
  calls(this: void, steps: number): number;
  /** Whether a step may begin with EDM's churn. */
  readonly churn: boolean;
  /** Whether it adds noise of its own, of which `eta` is the share. */
  readonly eta: boolean;
}

const once = (steps: number): number => steps;

/** The samplers that a level may name. Their steps are `SAMPLER_STEPS` of `operators/diffusion`. */
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
