import { conditionTiles, halvesOf, rowsOfTiles, twice } from '../diffusion/guide.js';
import { preconditionInput } from '../diffusion/preconditioning.js';
import { levelOf, type InPieces } from '../../dsl/index.js';
import type { Condition } from '../network/condition.js';
import type { ProjectedBlocks } from '../network/evaluate-level.js';
import type { LevelInput } from '../network/run-blocks.js';
import { latentCount } from '../network/start-latents.js';
import type { Network } from '../network/network.js';
import { tf } from '../tensor/tf.js';
import { contextOfTiles } from './context-of-tiles.js';
import type { ProjectedContext } from './level-context.js';

/** Default number of patches per call of the network. */
export const CHUNK = 64;

/** How many tiles go through the network together, if every tile counts once per half. */
export const tilesPerCall = (batch: number, halves: 1 | 2): number => Math.max(1, Math.floor(batch / halves));

/** All tiles of a level, and the other inputs of the network. */
export interface LevelTiles {
  readonly network: Network;
  readonly level: number;
  /** x̃, [B·P, f, h, w, C], and the σ of its noise. */
  readonly noisy: tf.Tensor5D;
  readonly sigma: number;
  /** With both halves where guidance acts; elsewhere it may have one or both. */
  readonly context: ProjectedContext;
  /** The condition of the B videos, as it acts at this level and σ. */
  readonly condition: Condition | undefined;
  /**
   * Latents from an earlier pass over the tiles, [halves·B·P·m, z]. Where that pass had one half and this one has two, both see the same.
   */
  readonly latents?: tf.Tensor2D | undefined;
}

/** Consecutive tiles, by the number of the first among those of all videos. */
export interface Tiles {
  readonly first: number;
  readonly count: number;
}

/** Some of the tiles as inputs of the network: preconditioned and, with guidance, in both halves. */
export interface Chunk {
  /** Number of its first tile among those of all videos. */
  readonly start: number;
  readonly noisy: tf.Tensor5D;
  /** The σ of each tile. */
  readonly sigmas: readonly number[];
  readonly input: LevelInput;
  /** The projected context of each block. */
  readonly context: ProjectedBlocks;
  /** The previous level's estimate, in both halves; undefined for none. */
  readonly base: tf.Tensor5D | undefined;
  readonly condition: Condition | undefined;
}

/**
 * Pass all tiles of a level through the network, some at a time: a piece of the work for each call.
 *
 * @param batch number of patches per call; with guidance, every tile counts twice
 * @param evaluate calls the network on some of the tiles; only the tensors of its result are kept
 * @param own the tiles that are wanted; all if left out
 * @returns the results, in the order of the tiles
 */
export function* throughNetwork<T extends tf.TensorContainer>(
  tiles: LevelTiles,
  batch: number,
  evaluate: (chunk: Chunk) => T,
  { first, count }: Tiles = { first: 0, count: tiles.noisy.shape[0] },
): InPieces<T[]> {
  const end = first + count;
  const step = tilesPerCall(batch, Math.max(tiles.context.halves, halvesOf(tiles.condition)) as 1 | 2);
  const results: T[] = [];
  for (let start = first; start < end; start += step) {
    if (start > first && isAlone(tiles.network)) yield { needed: results, done: start - first, of: count };
    results.push(tf.tidy(() => evaluate(chunkOf(tiles, start, Math.min(step, end - start)))));
  }
  return results;
}

/** Whether work may be interrupted: members that sample together keep step only if nothing else runs between the pieces of it. */
export const isAlone = ({ members }: Network): boolean => members === undefined;

function chunkOf(
  { network, level, noisy, sigma, context, condition, latents }: LevelTiles,
  start: number,
  count: number,
): Chunk {
  const { cascade } = network;
  const total = noisy.shape[0];
  const halves = halvesOf(condition);
  const own = <T extends tf.Tensor>(all: T | undefined) =>
    all && (context.halves === halves ? all : rowsOfTiles(all, 0, count, count, context.halves, halves));
  const { blocks, pixels, base } = contextOfTiles(network, context, start, count);
  const tiles = count === total ? noisy : tf.slice(noisy, [start, 0, 0, 0, 0], [count, -1, -1, -1, -1]);
  const sigmas = Array.from({ length: count }, () => sigma);
  const once = preconditionInput(tiles, sigmas, cascade.noise.sigmaData, levelOf(cascade, level).inputScale);
  const latentsOf = (all: tf.Tensor2D): tf.Tensor2D => {
    const seen = all.shape[0] === total * latentCount(cascade) ? 1 : 2;
    const own = rowsOfTiles(all, start, count, total, seen, Math.min(seen, halves) as 1 | 2);
    return seen < halves ? twice(own, halves) : own;
  };
  const [patches, noise] = [twice(once.patches, halves), twice(once.noise, halves)];
  return {
    start,
    noisy: tiles,
    sigmas,
    input: {
      ...{ level, patches, noise },
      coarser: pixels && twice(pixels, halves),
      previous: latents && latentsOf(latents),
    },
    context: blocks.map(own),
    base: own(base),
    condition: conditionTiles(condition, start, count, total),
  };
}
