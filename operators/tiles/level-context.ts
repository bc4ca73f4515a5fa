import type * as tf from '@tensorflow/tfjs';
import type { ProjectedBlocks } from '../network/evaluate-level.js';
import type { Tiling } from './tiling.js';
import type { Range } from './pace.js';
import type { TokenFile } from './token-file.js';

/** What the tokens of tiles say: a tensor, or a file where the memory does not hold it. */
export type StoredTokens = tf.Tensor2D | TokenFile;

/** The context that finer levels read from one finished level, or from part of it along time, for the tiles of `contextTilingOf`. */
export interface LevelContext {
  readonly level: number;
  /** The numbers of its tiles along time; those of the whole level if left out. */
  readonly along?: Range;
  /** B, the number of videos. */
  readonly videos: number;
  /** With guidance of a finer level 2: the videos with their condition, then the same videos with the null condition; otherwise 1. */
  readonly halves: 1 | 2;
  /**
   * Per block, what the tokens that enter it say to finer levels: W_ctx · tokens, [halves·B·P·n, d] in the order of the tiles; undefined if no
   * finer level goes through the block.
   */
  readonly blocks: readonly (StoredTokens | undefined)[];
  /** The same of the network's first look, which the first look of finer levels reads; empty if there is no first look, or nothing reads it. */
  readonly firstLook: readonly (StoredTokens | undefined)[];
  /** c_in · x̃ of every tile, [B·P, f, h, w, C]; only of the last finished level, where the next one sees pixels. */
  readonly pixels?: tf.Tensor5D | undefined;
  /** D of every tile, [halves·B·P, f, h, w, C]; only of the last finished level, where the next one adds its estimate to it. */
  readonly estimates?: tf.Tensor5D | undefined;
}

/** The finished levels, or parts of them, coarse to fine. */
export type SampledContext = readonly LevelContext[];

/** The context of some tiles of one level, N of them, ready to be added to what the network computes for them. */
export interface TileContext {
  /** Added to the tokens before each block, [halves·N·n, d]; undefined for blocks in which the level reads none. */
  readonly blocks: ProjectedBlocks;
  /** Added to the tokens at the start, [N·n, d]; undefined if the level sees no coarser pixels. */
  readonly pixels?: tf.Tensor2D | undefined;
  /** The estimate of the previous level at the pixels of the tiles, [halves·N, f, h, w, C]; undefined if the level does not add its own to it. */
  readonly base?: tf.Tensor5D | undefined;
}

/**
 * The context of all tiles of one level: kept, group by group, or made anew from the finished levels whenever tiles need it, which takes less
 * memory and more time.
 */
export interface ProjectedContext {
  readonly level: number;
  /** The tiles that it is for. */
  readonly tiling: Tiling;
  readonly halves: 1 | 2;
  /** Number of the first tile whose context is kept, where another member has those before; 0 if left out. */
  readonly first?: number;
  /** The context of consecutive groups of tiles, and how many tiles each has; empty if it is not kept. */
  readonly kept: readonly (TileContext & { readonly count: number })[];
  /** The finished levels to make it from; empty if it is kept. */
  readonly coarser: SampledContext;
}

/** The context of a level, part by part along time: of tile after tile where it is sampled in slabs, otherwise of the whole level. */
export interface ProjectedParts {
  /** The last level, where levels are sampled in slabs. */
  readonly slabs?: number | undefined;
  /** Number of the first part. */
  readonly first: number;
  readonly parts: readonly ProjectedContext[];
}
