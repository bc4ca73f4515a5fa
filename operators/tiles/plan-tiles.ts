import { levelOf, type Cascade } from '../../dsl/index.js';
import { canvasesHeld } from '../diffusion/canvases-held.js';
import { weightBytes } from '../network/declare-parameters.js';
import { fusesAnywhere } from '../network/fuses-at.js';
import type { Precision } from '../tensor/precision.js';
import { tokenCount } from '../network/token-grid.js';
import { tensorBytes } from '../tensor/process-bytes.js';
import { product } from '../tensor/product.js';
import { tellChoice } from '../tensor/sketch/engine.js';
import { tf } from '../tensor/tf.js';
import { callBytes, projectedPatchBytes } from './call-bytes.js';
import { mostAtOnce, mostKept } from './pace.js';
import { largestTiling } from './tile-grid.js';
import { contextTilingOf } from './tiling.js';

/** A level that is sampled or encoded: of how many videos, and in how many halves (2 with guidance). */
export interface LevelLoad {
  readonly cascade: Cascade;
  readonly level: number;
  readonly videos: number;
  readonly halves: 1 | 2;
  /** Of the network's products; float32 if left out. */
  readonly precision?: Precision | undefined;
  /** The last level that is sampled, where it is sampled slab by slab; undefined where every level is sampled whole. */
  readonly slabs?: number | undefined;
  /** Whether context may lie in files; if left out, where the running backend can read tensors at once. */
  readonly files?: boolean;
}

/** How the tiles of a level go through the network within a limit of memory. */
export interface TilePlan {
  /** Whether the projected context of all tiles is kept during the level, or made anew in every step. */
  readonly kept: boolean;
  /** Patches per call of the network. */
  readonly batch: number;
}

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
  if (memory === undefined) return told(load, { kept: !levelOf(load.cascade, load.level).shift, batch });
  const held = holdsWeights(load.cascade, memory, load.precision);
  const { fixed, each } = callBytes(load.cascade, load.level, held, load.precision);
  const spare = tensorBytes(memory) - residentBytes(load, held, memory) - fixed;
  const all = projectedBytes(load);
  // tiles that lie elsewhere in every step read other context in every step
  const kept = !levelOf(load.cascade, load.level).shift && all + Math.min(batch, ENOUGH) * each <= spare;
  const fitting = Math.floor((spare - (kept ? all : 0)) / each);
  return told(load, { kept, batch: Math.max(1, Math.min(batch, fitting)) });
}

/**
 * Whether the memory holds a level while it is sampled, with its context kept and as many patches per call as make the network fast.
 *
 * @param memory bytes that the process may take
 */
export function holdsLevel(load: LevelLoad, memory: number): boolean {
  const held = holdsWeights(load.cascade, memory, load.precision);
  const { fixed, each } = callBytes(load.cascade, load.level, held, load.precision);
  const spare = tensorBytes(memory) - residentBytes(load, held, memory) - fixed;
  return projectedBytes(load) + Math.min(load.videos * tilesOf(load), ENOUGH) * each <= spare;
}

/**
 * Choose how many patches of a finished level go through the network together, when its context is made: as many as the memory allows, up to
 * `batch`.
 */
export function patchesTogether(load: LevelLoad, batch: number, memory: number | undefined): number {
  if (memory === undefined) return batch;
  const made = isContextInFiles(load, memory) ? 0 : contextBytes(load);
  const held = holdsWeights(load.cascade, memory, load.precision);
  const { fixed, each } = callBytes(load.cascade, load.level, held, load.precision);
  const spare =
    tensorBytes(memory) - residentBytes(load, held, memory) - fixed - made - made / load.cascade.network.blocks;
  return Math.max(1, Math.min(batch, Math.floor(spare / each)));
}

/** Whether the weights are in memory: where they take at most half of it, so that the other half is for the work. */
export const holdsWeights = (cascade: Cascade, memory: number | undefined, precision?: Precision): boolean =>
  memory === undefined || weightBytes(cascade, precision) <= tensorBytes(memory) / 2;

/**
 * Whether the context that a finished level leaves is in files: where that of the levels up to it takes more than half of the memory that the
 * weights leave.
 */
export function isContextInFiles(load: LevelLoad, memory: number | undefined): boolean {
  if (memory === undefined) return false;
  // WebGPU's tensors cannot be read at once
  if (!(load.files ?? tf.getBackend() !== 'webgpu')) return false;
  const { cascade, level, precision } = load;
  const weights = holdsWeights(cascade, memory, precision) ? weightBytes(cascade, precision) : 0;
  const upTo = cascade.levels.slice(0, level + 1).map((_, k) => contextBytes({ ...load, level: k }));
  return upTo.reduce((a, b) => a + b, 0) > (tensorBytes(memory) - weights) / 2;
}

/** The plan, after it is told to those who ask what a run would do. */
function told({ level }: LevelLoad, plan: TilePlan): TilePlan {
  tellChoice(`${plan.batch} at a time${level === 0 ? '' : plan.kept ? ', context kept' : ', context made anew'}`);
  return plan;
}

/** Bytes alive through a whole level: the weights, the context of the coarser levels, canvases, and the pixels of tiles. */
function residentBytes(load: LevelLoad, held: boolean, memory: number): number {
  const { cascade, level, videos } = load;
  const [, H, W] = levelOf(cascade, level).size;
  const { frames, active } = mostAtOnce(cascade, level, load.slabs);
  const together = load.slabs === undefined ? tilesOf(load) : tilesOf(load) / active;
  const pixels = frames * H * W * CANVASES + together * product(cascade.patch) * TILE_COPIES;
  const coarser = cascade.levels.slice(0, level).map((_, k) => {
    const finished = { ...load, level: k };
    return isContextInFiles(finished, memory) ? 0 : contextBytes(finished);
  });
  return (
    (held ? weightBytes(cascade, load.precision) : 0) +
    4 * videos * cascade.channels * pixels +
    coarser.reduce((a, b) => a + b, 0) +
    keptBeside(load, memory)
  );
}

/**
 * Bytes that stay in memory from one slab to the next, besides the canvases of the level and what it reads: canvases of other levels' slabs
 * that have begun, the projected context of the tiles over them, and the context that this level and finer ones have left.
 */
function keptBeside(load: LevelLoad, memory: number): number {
  const { cascade, level, videos, halves, slabs } = load;
  if (slabs === undefined) return 0;
  const each = Array.from({ length: slabs + 1 }, (_, k) => {
    const own = levelOf(cascade, k);
    const [, H, W] = own.size;
    const { frames, tiles, finished, read } = mostKept(cascade, k, slabs);
    const [, hs, ws] = largestTiling(cascade, k);
    const begun = k === level ? 0 : frames * canvasesHeld(own);
    const pixels = 4 * videos * cascade.channels * H * W * (begun + finished);
    const projected = k === level || k === 0 ? 0 : tiles * hs.length * ws.length * projectedPatchBytes(cascade, k);
    const left = k < level || k === slabs || isContextInFiles({ ...load, level: k }, memory) ? 0 : read;
    return pixels + videos * halves * projected + contextBytes({ ...load, level: k }, left);
  });
  return each.reduce((a, b) => a + b, 0);
}

/** Tiles of a video that are sampled at a time. */
function tilesOf({ cascade, level, slabs }: LevelLoad): number {
  const [, hs, ws] = largestTiling(cascade, level);
  return mostAtOnce(cascade, level, slabs).active * hs.length * ws.length;
}

/**
 * Bytes of the context that a finished level leaves for finer ones.
 *
 * @param along its tiles along time; if left out, the most that are read at a time
 */
export function contextBytes(
  { cascade, level, videos, halves, slabs }: LevelLoad,
  along = mostAtOnce(cascade, level, slabs).read,
): number {
  const { blocks, width, selfCondition, residual, pixels } = cascade.network;
  const read = Array.from({ length: blocks }, (_, block) => block).filter((b) =>
    fusesAnywhere(cascade, b, level),
  ).length;
  const looks = selfCondition && level + 2 < cascade.levels.length ? 2 : 1;
  const patch = product(cascade.patch) * cascade.channels;
  const perTile = halves * (looks * read * tokenCount(cascade) * width + (residual ? patch : 0)) + (pixels ? patch : 0);
  const [, hs, ws] = contextTilingOf(cascade, level);
  return 4 * videos * along * hs.length * ws.length * perTile;
}

/** Bytes of the projected context of all tiles of a level. */
function projectedBytes(load: LevelLoad): number {
  const { cascade, level, videos, halves } = load;
  if (level === 0) return 0;
  return videos * tilesOf(load) * halves * projectedPatchBytes(cascade, level);
}
