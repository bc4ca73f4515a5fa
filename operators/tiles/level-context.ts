import type * as tf from '@tensorflow/tfjs';
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
  /** c_in · x̃ of every tile, [B·P, f, h, w, C]; only of the last finished level, where the next one sees pixels. */
  readonly pixels?: tf.Tensor5D | undefined;
  /** D of every tile, [videos·P, f, h, w, C]; only of the last finished level, where the next one adds its estimate to it. */
  readonly estimates?: tf.Tensor5D | undefined;
}

/** The finished levels, coarse to fine. */
export type SampledContext = readonly LevelContext[];

/** The context of the tiles of one level, ready to be added to what the network computes for them. */
export interface ProjectedContext {
  /** Added to the tokens before each block, [videos·P·n, d]; undefined for blocks in which the level reads none. */
  readonly blocks: ProjectedBlocks;
  /** Added to the tokens at the start, [B·P·n, d]; undefined if the level sees no coarser pixels. */
  readonly pixels?: tf.Tensor2D | undefined;
  /** The estimate of the previous level at the pixels of the tiles, [videos·P, f, h, w, C]; undefined if the level does not add its own to it. */
  readonly base?: tf.Tensor5D | undefined;
}
