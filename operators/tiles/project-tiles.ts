import { itemAt, readsCoarser, type Cascade, type Size } from '../../dsl/index.js';
import type { Network } from '../network/network.js';
import { projectPixels } from '../network/coarser-pixels.js';
import { projectContext } from '../network/fuse.js';
import { contextMatrices } from '../network/context-matrices.js';
import { relativeOrigins, type Origin } from '../network/origin.js';
import { fusesAt } from '../network/fuses-at.js';
import { tokenGrid } from '../network/token-grid.js';
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
  const { pixels, estimates, videos } = parent.coarser;
  const sampled = (volumes: tf.Tensor5D, of: number) => sampleTiles(cascade, parent, volumes, of, cascade.patch);
  const count = (pixels?.shape[0] ?? 0) / tileCount(contextTilingOf(cascade, parent.coarser.level));
  return {
    blocks,
    pixels: pixels && tf.tidy(() => projectPixels(cascade, weights, sampled(pixels, count))),
    base: estimates && tf.tidy(() => sampled(estimates, videos)),
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
function sampleTokens(cascade: Cascade, reading: Reading, block: number): tf.Tensor2D {
  const { blocks, videos } = reading.coarser;
  const d = cascade.network.width;
  const grid = tokenGrid(cascade);
  const volumes = tf.reshape<tf.Rank.R5>(blocks[block] as tf.Tensor2D, [-1, ...grid, d]);
  return tf.reshape(sampleTiles(cascade, reading, volumes, videos, grid), [-1, d]);
}

/**
 * Volumes of coarser tiles, interpolated in the tiles that read them.
 *
 * @param volumes [videos · coarser tiles, …grid, C]
 * @param grid tokens, or pixels, of a tile per axis
 * @returns [videos · tiles, …grid, C]
 */
function sampleTiles(
  cascade: Cascade,
  { level, tiles, coarser, chosen }: Reading,
  volumes: tf.Tensor5D,
  videos: number,
  grid: Size,
): tf.Tensor5D {
  const parents = tileOrigins(cascade, coarser.level, contextTilingOf(cascade, coarser.level));
  const held = chosen.map((i) => itemAt(parents, i));
  const axes = contextMatrices(cascade, level, tiles, coarser.level, held, grid);
  const [, f, h, w, C] = volumes.shape;
  const size = f * h * w * C;
  const stored = tf.reshape(volumes, [videos, parents.length, size]);
  const sampleVideo = (video: tf.Tensor): tf.Tensor5D => {
    const rows = tf.gather(tf.reshape(video, [-1, size]), tf.tensor1d([...chosen], 'int32'));
    return resample(tf.reshape<tf.Rank.R5>(rows, [tiles.length, f, h, w, C]), axes);
  };
  const parts: tf.Tensor[] = videos === 1 ? [stored] : tf.split(stored, videos);
  const sampled = parts.map((video) => tf.tidy(() => sampleVideo(video)));
  return (sampled.length === 1 ? sampled[0] : tf.concat(sampled)) as tf.Tensor5D;
}
