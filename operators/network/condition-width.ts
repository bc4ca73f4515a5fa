import type { Cascade } from '../../dsl/index.js';

/** Width of the condition of a patch: that of the latents, or of the tokens if there are no latents. */
export const conditionWidth = ({ network }: Cascade): number =>
  network.block === 'rin' ? network.latentWidth : network.width;
