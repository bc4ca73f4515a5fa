import { itemAt, type Cascade } from '../../dsl/index.js';

/** Levels that block b works on: the first `levelsPerBlock[b]` (adaptive computation, HPDM §4.3). */
export const levelsOfBlock = ({ network }: Cascade, block: number): number => itemAt(network.levelsPerBlock, block);

/** Whether a level goes through a block. */
const isActive = (cascade: Cascade, block: number, level: number): boolean => level < levelsOfBlock(cascade, block);

/** Whether a level reads coarser ones before a block; with `shallow` fusion, only before its first block. */
export function fusesAt(cascade: Cascade, block: number, level: number): boolean {
  const { fusion, levelsPerBlock } = cascade.network;
  if (level === 0 || fusion === 'none' || !isActive(cascade, block, level)) return false;
  return fusion === 'deep' || levelsPerBlock.findIndex((levels) => level < levels) === block;
}

/** Whether any level finer than `level` reads coarser ones before a block. */
export const fusesAnywhere = (cascade: Cascade, block: number, level = 0): boolean =>
  cascade.levels.some((_, finer) => finer > level && fusesAt(cascade, block, finer));
