import { int, type Parameter } from '../../dsl/index.js';

/** The seed of an operator's noise; −1: that of the run. */
export const noiseSeed = (): Parameter<number> & { readonly default: number } =>
  int('of the noise; −1: that of the run', { default: -1, min: -1 });

/** The seed that a `noiseSeed` stands for. */
export const seedOf = (seed: number, { seed: ofRun }: { readonly seed: number }): number => (seed < 0 ? ofRun : seed);
