import type { SampledContext } from './level-context.js';

/**
 * In how many halves levels read a context: as many as the finest of the finished levels has, because coarser ones have no fewer; with guidance
 * of coarser levels alone they have more.
 */
export const halvesRead = (context: SampledContext): 1 | 2 => context.at(-1)?.halves ?? 1;
