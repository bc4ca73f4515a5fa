import { levelOf, type Cascade } from '../../dsl/index.js';
import { countParameters, sketchWeights } from '../network/declare-parameters.js';
import { evaluateLevel } from '../network/evaluate-level.js';
import { fusesAnywhere, fusesAt } from '../network/fuses-at.js';
import { tokenCount } from '../network/token-grid.js';
import { product } from '../tensor/product.js';
import { tellChoice } from '../tensor/sketch/engine.js';
import { bytesOf, measure } from '../tensor/sketch/measure.js';
import { tf } from '../tensor/tf.js';
import { contextTilingOf, tileCount, tilingOf } from './tiling.js';

/** A level that is sampled or encoded: of how many videos, and in how many halves (2 with guidance). */
export interface LevelLoad {
  readonly cascade: Cascade;
  readonly level: number;
  readonly videos: number;
  readonly halves: 1 | 2;
}

/** How the tiles of a level go through the network within a limit of memory. */
export interface TilePlan {
  /** Whether the projected context of all tiles is kept during the level, or made anew in every step. */
  readonly kept: boolean;
  /** Patches per call of the network. */
  readonly batch: number;
}

/** Bytes of the process besides tensors: Node, TensorFlow's library, and what its kernels use for a while. */
export const PROCESS_BYTES = 500 * 2 ** 20;
/** Canvases alive while a level is sampled: noise, where the step began and stands, the estimate before, the new one, and one in the making. */
const CANVASES = 6;
/** Copies of all tiles' pixels: noisy, denoised, and while they are joined and stitched. */
const TILE_COPIES = 5;
/** Tiles per call below which the network becomes slow; more are not worth keeping less for. */
const ENOUGH = 16;

/**
 * Choose how the tiles of a level go through the network: as many at a time as the memory allows, up to `batch`; their context is kept
 * where there is room for it.
 *
 * @param memory bytes that the process may take; undefined: any number
 */
export function planTiles(load: LevelLoad, batch: number, memory: number | undefined): TilePlan {
  if (memory === undefined) return told(load, { kept: true, batch });
  const spare = memory - PROCESS_BYTES - residentBytes(load);
  const [all, each] = [projectedBytes(load), patchBytes(load.cascade, load.level)];
  const kept = all + Math.min(batch, ENOUGH) * each <= spare;
  const fitting = Math.floor((spare - (kept ? all : 0)) / each);
  return told(load, { kept, batch: Math.max(1, Math.min(batch, fitting)) });
}

/**
 * Choose how many patches of a finished level go through the network together, when its context is made: as many as the memory allows, up to
 * `batch`.
 */
export function patchesTogether(load: LevelLoad, batch: number, memory: number | undefined): number {
  if (memory === undefined) return batch;
  const made = contextBytes(load);
  const spare = memory - PROCESS_BYTES - residentBytes(load) - made - made / load.cascade.network.blocks;
  return Math.max(1, Math.min(batch, Math.floor(spare / patchBytes(load.cascade, load.level))));
}

/** The plan, after it is told to those who ask what a run would do. */
function told({ level }: LevelLoad, plan: TilePlan): TilePlan {
  tellChoice(`${plan.batch} at a time${level === 0 ? '' : plan.kept ? ', context kept' : ', context made anew'}`);
  return plan;
}

/** Bytes alive through a whole level: the weights, the context of the coarser levels, canvases, and the pixels of tiles. */
function residentBytes(load: LevelLoad): number {
  const { cascade, level, videos } = load;
  const pixels =
    product(levelOf(cascade, level).size) * CANVASES + tilesOf(load) * product(cascade.patch) * TILE_COPIES;
  const coarser = cascade.levels.slice(0, level).map((_, k) => contextBytes({ ...load, level: k }));
  return 4 * (countParameters(cascade) + videos * cascade.channels * pixels) + coarser.reduce((a, b) => a + b, 0);
}

const tilesOf = ({ cascade, level }: LevelLoad): number => tileCount(tilingOf(cascade, level));

/** Bytes of the context that a finished level leaves for finer ones. */
export function contextBytes({ cascade, level, videos, halves }: LevelLoad): number {
  const { blocks, width, selfCondition, residual, pixels } = cascade.network;
  const read = Array.from({ length: blocks }, (_, block) => block).filter((b) =>
    fusesAnywhere(cascade, b, level),
  ).length;
  const looks = selfCondition && level + 2 < cascade.levels.length ? 2 : 1;
  const patch = product(cascade.patch) * cascade.channels;
  const perTile = halves * (looks * read * tokenCount(cascade) * width + (residual ? patch : 0)) + (pixels ? patch : 0);
  return 4 * videos * tileCount(contextTilingOf(cascade, level)) * perTile;
}

/** Bytes of the projected context of all tiles of a level. */
function projectedBytes(load: LevelLoad): number {
  const { cascade, level, videos, halves } = load;
  if (level === 0) return 0;
  return videos * tilesOf(load) * halves * projectedPatchBytes(cascade, level);
}

/** Bytes of the projected context of one patch. */
function projectedPatchBytes(cascade: Cascade, level: number): number {
  const { blocks, width, pixels, residual } = cascade.network;
  const read = Array.from({ length: blocks }, (_, block) => block).filter((b) => fusesAt(cascade, b, level)).length;
  const patch = residual ? product(cascade.patch) * cascade.channels : 0;
  return 4 * (tokenCount(cascade) * width * (read + (pixels ? 1 : 0)) + patch);
}

const measured = new WeakMap<Cascade, Map<number, number>>();

/** Bytes that one more patch of a level takes in a call of the network: its context while it is made, and its activations. */
export function patchBytes(cascade: Cascade, level: number): number {
  const known = measured.get(cascade) ?? new Map<number, number>();
  measured.set(cascade, known);
  const bytes = known.get(level) ?? networkBytes(cascade, level) + contextInTheMaking(cascade, level);
  known.set(level, bytes);
  return bytes;
}

/** The context of a patch, and three tensors of its size for one block: gathered, interpolated, summed. */
const contextInTheMaking = (cascade: Cascade, level: number): number =>
  level === 0 ? 0 : projectedPatchBytes(cascade, level) + 12 * tokenCount(cascade) * cascade.network.width;

/** What the network takes for one patch, without its weights. */
function networkBytes(cascade: Cascade, level: number): number {
  const weights = measure(() => sketchWeights(cascade)).value;
  const given = { weights };
  const { bytes } = measure(() => {
    const patches = tf.zeros<tf.Rank.R5>([1, ...cascade.patch, cascade.channels]);
    return evaluateLevel({ cascade, weights }, { level, patches, noise: tf.zeros([1]) }, []);
  }, given);
  return bytes - bytesOf(given);
}
