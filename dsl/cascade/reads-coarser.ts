import type { Cascade } from './cascade.js';

/** Whether finer levels read anything of coarser ones: their tokens, their pixels or their estimates. */
export const readsCoarser = ({ network }: Pick<Cascade, 'network'>): boolean =>
  network.fusion !== 'none' || network.pixels || network.residual;
