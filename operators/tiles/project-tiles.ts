import { itemAt, readsCoarser, type Cascade, type Size } from '../../dsl/index.js';
import type { Network } from '../network/network.js';
import { projectPixels } from '../network/coarser-pixels.js';
import { projectPlaces } from '../network/fuse.js';
import { contextMatrices } from '../network/context-matrices.js';
import { relativeOrigins, type Origin } from '../network/origin.js';
import { fusesAt } from '../network/fuses-at.js';
import { tokenGrid } from '../network/token-grid.js';
import { product } from '../tensor/product.js';
import { resample, type AxisMatrices } from '../tensor/resample.js';
import { tf } from '../tensor/tf.js';
import { ancestorsOf } from './ancestors-of.js';
import { halvesRead } from './halves-read.js';
import type { LevelContext, SampledContext, StoredTokens, TileContext } from './level-context.js';
import { contextTilingOf, tileCount, tileOrigins, type Tiling } from './tiling.js';
import { TokenFile } from './token-file.js';

/** Consecutive tiles of a level: those of a video one after the other, the videos one after the other. */
export interface TileRange {
  readonly level: number;
  readonly tiling: Tiling;
  /** Number of the first tile, among those of all videos, and how many there are. */
  readonly start: number;
  readonly count: number;
}

/** What tiles of a level read of coarser ones, ready to be added to what the network computes for them. */
export function projectTiles(network: Network, range: TileRange, context: SampledContext): TileContext {
  const { cascade, weights } = network;
  const none = cascade.network.levelsPerBlock.map(() => undefined);
  const readings = readingsOf(cascade, range, context);
  const parent = readings.at(-1);
  if (parent === undefined) return { blocks: none };
  const { pixels, estimates } = parent.coarser;
  const halves = halvesRead(context);
  return tf.tidy(() => ({
    blocks: none.map((_, block) =>
      fusesAt(cascade, block, range.level) ? projectBlock(network, block, readings, halves) : undefined,
    ),
    pixels: pixels && tf.tidy(() => projectPixels(cascade, weights, samplePixels(cascade, parent, pixels, ONE))),
    base: estimates && tf.tidy(() => samplePixels(cascade, parent, estimates, { stored: halves, taken: halves })),
  }));
}

/** Tiles of a level, a coarser level, and for each tile the coarser tile that it reads. */
interface Reading {
  readonly level: number;
  readonly tiles: readonly Origin[];
  readonly coarser: LevelContext;
  /** The coarser tiles that are read, and their numbers among those of all videos, in the first half. */
  readonly held: readonly Origin[];
  readonly chosen: readonly number[];
}

function readingsOf(cascade: Cascade, { level, tiling, start, count }: TileRange, context: SampledContext): Reading[] {
  const perVideo = tileCount(tiling);
  const numbers = Array.from({ length: count }, (_, i) => start + i);
  const within = numbers.map((i) => i % perVideo);
  const tiles = tileOrigins(cascade, level, tiling, within);
  const ancestors = readsCoarser(cascade) ? ancestorsOf(cascade, level, tiling, within) : [];
  const levels = new Set(context.map((coarser) => coarser.level));
  return [...levels].map((finished): Reading => {
    const outer = contextTilingOf(cascade, finished);
    const parents = ancestors[finished] ?? [];
    const perFrame = outer[1].length * outer[2].length;
    const places = parents.map((parent) => Math.floor(parent / perFrame));
    const coarser = holding(context, finished, Math.min(...places), Math.max(...places));
    const [from, to] = coarser.along ?? [0, outer[0].length];
    const perHeld = (to - from) * perFrame;
    const chosen = parents.map((parent, i) => {
      return Math.floor(itemAt(numbers, i) / perVideo) * perHeld + parent - from * perFrame;
    });
    return { level, tiles, held: tileOrigins(cascade, finished, outer, parents), coarser, chosen };
  });
}

/** The context of a level, or the part of it, that holds tiles along time. */
function holding(context: SampledContext, level: number, first: number, last: number): LevelContext {
  const found = context.find((one) => {
    const [from, to] = one.along ?? [-Infinity, Infinity];
    return one.level === level && !(first < from || last >= to);
  });
  if (found !== undefined) return found;
  throw new RangeError(`the context of level ${level} from tile ${first} to tile ${last} along time is not there`);
}

/** The projected context of the tiles before a block, [halves·N·n, d]: the mean over the coarser levels, the place of each tile, and the bias. */
function projectBlock(
  { cascade, weights }: Network,
  block: number,
  readings: readonly Reading[],
  halves: 1 | 2,
): tf.Tensor2D {
  const { tiles, held } = itemAt(readings, 0);
  const { width: d, coordinates } = cascade.network;
  return tf.tidy(() => {
    // each of the intermediate tensors is as large as the result, so dispose of each as soon as possible
    const mean = tf.tidy(() => {
      const sum = readings.reduce<tf.Tensor2D | undefined>(
        (sum, reading) => addSample(cascade, sum, reading, block, halves),
        undefined,
      );
      return readings.length === 1 ? (sum as tf.Tensor2D) : tf.mul(sum as tf.Tensor2D, 1 / readings.length);
    });
    const places = coordinates
      ? tf.tile(tf.tensor2d(relativeOrigins(cascade, tiles, held), [tiles.length, 3]), [halves, 1])
      : undefined;
    const place = projectPlaces(weights, `blocks.${block}`, places);
    return tf.reshape(tf.add(tf.reshape(mean, [halves * tiles.length, -1, d]), place), [-1, d]);
  });
}

/** The sum of what coarser levels say, and what one more says, before a block; the given sum is freed. */
function addSample(
  cascade: Cascade,
  sum: tf.Tensor2D | undefined,
  reading: Reading,
  block: number,
  taken: 1 | 2,
): tf.Tensor2D {
  const { halves: stored, blocks } = reading.coarser;
  const channels = cascade.network.width;
  const said = { values: blocks[block] as StoredTokens, stored, taken, grid: tokenGrid(cascade), channels };
  const added = tf.tidy<tf.Tensor2D>(() => {
    const sample = sampleTiles(cascade, reading, said);
    return sum === undefined ? sample : tf.add(sum, sample);
  });
  sum?.dispose();
  return added;
}

/** The pixels of coarser tiles, [stored·B · coarser tiles, f, h, w, C], interpolated at those of the tiles, [taken·N, f, h, w, C]. */
function samplePixels(cascade: Cascade, reading: Reading, values: tf.Tensor5D, halves: Halves): tf.Tensor5D {
  const { patch: grid, channels } = cascade;
  return tf.reshape(sampleTiles(cascade, reading, { values, ...halves, grid, channels }), [-1, ...grid, channels]);
}

/** How many halves there are, and how many of them, from the first on, are taken. */
interface Halves {
  readonly stored: 1 | 2;
  readonly taken: 1 | 2;
}

const ONE: Halves = { stored: 1, taken: 1 };

/** The values of the tiles of a coarser level on a grid of tokens or pixels per tile. */
interface TileValues extends Halves {
  readonly values: tf.Tensor | TokenFile;
  readonly grid: Size;
  readonly channels: number;
}

/** The matrices of tiles for both halves. */
function inHalves({ f, h, w }: AxisMatrices, halves: 1 | 2): AxisMatrices {
  const twice = (matrix: tf.Tensor3D | undefined) => (halves === 1 ? matrix : matrix && tf.tile(matrix, [2, 1, 1]));
  return { f: twice(f), h: twice(h), w: twice(w) };
}

/** The values of coarser tiles, interpolated in the tiles that read them, [taken·N·n, channels]; n points of the grid per tile. */
function sampleTiles(
  cascade: Cascade,
  { level, tiles, held, coarser, chosen }: Reading,
  { values, stored, taken, grid, channels }: TileValues,
): tf.Tensor2D {
  const axes = contextMatrices(cascade, level, tiles, coarser.level, held, grid);
  const perHalf = product(values.shape) / (product(grid) * channels * stored);
  const rows = Array.from({ length: taken }, (_, half) => chosen.map((row) => half * perHalf + row)).flat();
  const gathered = () =>
    values instanceof TokenFile
      ? values.take(rows)
      : tf.gather(tf.reshape(values, [-1, product(grid) * channels]), tf.tensor1d(rows, 'int32'));
  const volume = tf.reshape<tf.Rank.R5>(gathered(), [-1, ...grid, channels]);
  return tf.reshape(resample(volume, inHalves(axes, taken)), [-1, channels]);
}
