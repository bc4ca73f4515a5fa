import type { BlockInputs } from '../network/encode-level.js';
import type { ProjectedBlocks } from '../network/evaluate-level.js';

/** The context that finer levels read from one finished level: the tokens that enter each block, for every tile of `contextTilingOf`. */
export interface LevelContext {
  readonly level: number;
  /** B, or with guidance 2·B: the videos with their condition, then the same videos with the null condition. */
  readonly videos: number;
  /** Per block, [videos·P·n, d] in the order of the tiles; undefined if no finer level goes through the block. */
  readonly blocks: BlockInputs;
  /** The same of the network's first look, which the first look of finer levels reads; empty if there is no first look, or nothing reads it. */
  readonly firstLook: BlockInputs;
}

/** The finished levels, coarse to fine. */
export type SampledContext = readonly LevelContext[];

/** The projected context of the tiles of one level, ready to be added to their tokens: per block [videos·P·n, d]. */
export type ProjectedContext = ProjectedBlocks;
