import { itemAt, readsCoarser, type Cascade, type Size } from '../../dsl/index.js';
import type { Network } from '../network/network.js';
import { projectPixels } from '../network/coarser-pixels.js';
import { projectContext } from '../network/fuse.js';
import { contextMatrices } from '../network/context-matrices.js';
import { relativeOrigins, type Origin } from '../network/origin.js';
import { fusesAt } from '../network/fuses-at.js';
import { tokenGrid } from '../network/token-grid.js';
import { product } from '../tensor/product.js';
import { resample } from '../tensor/resample.js';
import { tf } from '../tensor/tf.js';
import { ancestorsOf } from './ancestors-of.js';
import type { LevelContext, ProjectedContext, SampledContext } from './level-context.js';
import { contextTilingOf, tileCount, tileOrigins, type Tiling } from './tiling.js';

/** What the tiles of a level read of coarser ones, ready to be added to what the network computes for them. */
export function projectTiles(
  network: Network,
  level: number,
  tiling: Tiling,
  context: SampledContext,
): ProjectedContext {
  const { cascade, weights } = network;
  const tiles = tileOrigins(cascade, level, tiling);
  const ancestors = readsCoarser(cascade) ? ancestorsOf(cascade, level, tiling) : [];
  const readings = context.map((coarser): Reading => {
    return { level, tiles, coarser, chosen: itemAt(ancestors, coarser.level) };
  });
  const blocks = Array.from({ length: cascade.network.blocks }, (_, block) =>
    fusesAt(cascade, block, level) ? projectBlock(network, block, readings) : undefined,
  );
  const parent = readings.at(-1);
  if (parent === undefined) return { blocks };
  const { pixels, estimates } = parent.coarser;
  return {
    blocks,
    pixels: pixels && tf.tidy(() => projectPixels(cascade, weights, samplePixels(cascade, parent, pixels))),
    base: estimates && tf.tidy(() => samplePixels(cascade, parent, estimates)),
  };
}

/** Tiles of a level, a coarser level, and for each tile the number of the coarser tile that it reads. */
interface Reading {
  readonly level: number;
  readonly tiles: readonly Origin[];
  readonly coarser: LevelContext;
  readonly chosen: readonly number[];
}

/** The projected context of the tiles before a block, [videos·P·n, d]. */
function projectBlock({ cascade, weights }: Network, block: number, readings: readonly Reading[]): tf.Tensor2D {
  return tf.tidy(() => {
    // each of the many intermediate tensors is as large as the result, so dispose of each as soon as possible
    const mean = tf.tidy(() => {
      const sampled = readings.map((reading) => tf.tidy(() => sampleTokens(cascade, reading, block)));
      return tf.mul<tf.Tensor2D>(tf.addN(sampled), 1 / sampled.length);
    });
    const { tiles, coarser } = itemAt(readings, 0);
    const places = cascade.network.coordinates ? relativeOrigins(cascade, tiles) : undefined;
    const coordinates =
      places === undefined ? places : tf.tile(tf.tensor2d(places, [tiles.length, 3]), [coarser.videos, 1]);
    return projectContext(weights, `blocks.${block}`, mean, coordinates);
  });
}

/** The tokens of a coarser level that enter a block, interpolated at the tokens of the tiles, [videos·P·n, d]. */
const sampleTokens = (cascade: Cascade, reading: Reading, block: number): tf.Tensor2D =>
  sampleTiles(cascade, reading, {
    values: reading.coarser.blocks[block] as tf.Tensor2D,
    ...{ videos: reading.coarser.videos, grid: tokenGrid(cascade), channels: cascade.network.width },
  });

/** The pixels of coarser tiles, [videos · coarser tiles, f, h, w, C], interpolated at those of the tiles, [videos·P, f, h, w, C]. */
function samplePixels(cascade: Cascade, reading: Reading, values: tf.Tensor5D): tf.Tensor5D {
  const { patch: grid, channels } = cascade;
  const parents = tileCount(contextTilingOf(cascade, reading.coarser.level));
  const rows = sampleTiles(cascade, reading, { values, videos: values.shape[0] / parents, grid, channels });
  return tf.reshape(rows, [-1, ...grid, channels]);
}

/** The values of the tiles of a coarser level: of `videos` videos, on a grid of tokens or pixels per tile. */
interface TileValues {
  readonly values: tf.Tensor;
  readonly videos: number;
  readonly grid: Size;
  readonly channels: number;
}

/** The values of coarser tiles, interpolated in the tiles that read them, [videos·P·n, channels]; n points of the grid per tile. */
function sampleTiles(
  cascade: Cascade,
  { level, tiles, coarser, chosen }: Reading,
  { values, videos, grid, channels }: TileValues,
): tf.Tensor2D {
  const parents = tileOrigins(cascade, coarser.level, contextTilingOf(cascade, coarser.level));
  const held = chosen.map((i) => itemAt(parents, i));
  const axes = contextMatrices(cascade, level, tiles, coarser.level, held, grid);
  const n = product(grid);
  const stored = tf.reshape(values, [videos, parents.length, n * channels]);
  const sampleVideo = (video: tf.Tensor): tf.Tensor2D => {
    const rows = tf.gather(tf.reshape(video, [-1, n * channels]), tf.tensor1d([...chosen], 'int32'));
    const volume = tf.reshape<tf.Rank.R5>(rows, [tiles.length, ...grid, channels]);
    return tf.reshape(resample(volume, axes), [tiles.length * n, channels]);
  };
  const parts: tf.Tensor[] = videos === 1 ? [stored] : tf.split(stored, videos);
  const sampled = parts.map((video) => tf.tidy(() => sampleVideo(video)));
  return (sampled.length === 1 ? sampled[0] : tf.concat(sampled)) as tf.Tensor2D;
}
