import { itemAt, type Cascade, type Size } from '../../dsl/index.js';
import { product } from '../tensor/product.js';

/** The number of tokens per axis of a patch: patch / token. */
export function tokenGrid({ patch, network }: Cascade): Size {
  return [patch[0] / network.token[0], patch[1] / network.token[1], patch[2] / network.token[2]];
}

/** n, the number of tokens of a patch. */
export const tokenCount = (cascade: Cascade): number => product(tokenGrid(cascade));

/** Numbers in one token before projection: pixels · channels. */
export const tokenPixels = ({ network, channels }: Cascade): number => product(network.token) * channels;

/** m, the number of latents: the learned ones, one for the level, one for the noise and, if there are classes, one for the class. */
export const latentCount = ({ network, condition }: Cascade): number =>
  network.latents + 2 + (condition.kind === 'classes' ? 1 : 0);

/** Width of the condition of a patch: that of the latents, or of the tokens if there are no latents. */
export const conditionWidth = ({ network }: Cascade): number =>
  network.block === 'rin' ? network.latentWidth : network.width;

/** Levels that block b works on: the first `levelsPerBlock[b]` (adaptive computation, HPDM §4.3). */
export const levelsOfBlock = ({ network }: Cascade, block: number): number => itemAt(network.levelsPerBlock, block);

/** Whether a level goes through a block. */
export const isActive = (cascade: Cascade, block: number, level: number): boolean =>
  level < levelsOfBlock(cascade, block);

/** Whether a level reads coarser ones before a block; with `shallow` fusion, only before its first block. */
export function fusesAt(cascade: Cascade, block: number, level: number): boolean {
  const { fusion, levelsPerBlock } = cascade.network;
  if (level === 0 || fusion === 'none' || !isActive(cascade, block, level)) return false;
  return fusion === 'deep' || levelsPerBlock.findIndex((levels) => level < levels) === block;
}

/** Whether any level finer than `level` reads coarser ones before a block. */
export const fusesAnywhere = (cascade: Cascade, block: number, level = 0): boolean =>
  cascade.levels.some((_, finer) => finer > level && fusesAt(cascade, block, finer));
