import type { BlockInputs, ProjectedBlocks } from '../network/denoiser.js';
import type { Tiling } from './tiling.js';

/** What finer levels read from one finished level: the tokens that enter each block, for every tile. */
export interface LevelContext {
  readonly level: number;
  readonly tiling: Tiling;
  /** B, or 2·B with guidance: the videos as their condition has them, then once more as the null condition has them. */
  readonly videos: number;
  /** Per block, [videos·P·n, d] in the order of the tiles; nothing where no finer level reads before the block. */
  readonly blocks: BlockInputs;
}

/** The finished levels, coarse to fine. */
export type SampledContext = readonly LevelContext[];

/** Context of one level's tiles, projected and ready to be added: per block [videos·P·n, d]. */
export type ProjectedContext = ProjectedBlocks;
