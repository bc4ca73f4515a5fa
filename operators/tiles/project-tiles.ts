import { itemAt, type Cascade } from '../../dsl/index.js';
import type { Network } from '../network/network.js';
import { projectContext } from '../network/fuse.js';
import { contextMatrices } from '../network/context-matrices.js';
import { relativeOrigins, type Origin } from '../network/origin.js';
import { fusesAt } from '../network/fuses-at.js';
import { tokenCount, tokenGrid } from '../network/token-grid.js';
import { resample } from '../tensor/resample.js';
import { tf } from '../tensor/tf.js';
import { ancestorsOf } from './ancestors-of.js';
import type { LevelContext, ProjectedContext, SampledContext } from './level-context.js';
import { contextTilingOf, tileOrigins, type Tiling } from './tiling.js';

/** The projected context of the tiles of a level, per block; undefined for blocks in which the level reads none. */
export function projectTiles(
  network: Network,
  level: number,
  tiling: Tiling,
  context: SampledContext,
): ProjectedContext {
  const { cascade, weights } = network;
  const tiles = tileOrigins(cascade, level, tiling);
  const ancestors = cascade.network.fusion === 'none' ? [] : ancestorsOf(cascade, level, tiling);
  return Array.from({ length: cascade.network.blocks }, (_, block) => {
    if (!fusesAt(cascade, block, level)) return undefined;
    return tf.tidy(() => {
      // each of the many intermediate tensors is as large as the result, so dispose of each as soon as possible
      const mean = tf.tidy(() => {
        const sampled = context.map((coarser) =>
          tf.tidy(() =>
            sampleTiles(cascade, { level, tiles, chosen: itemAt(ancestors, coarser.level) }, coarser, block),
          ),
        );
        return tf.mul<tf.Tensor2D>(tf.addN(sampled), 1 / sampled.length);
      });
      const places = cascade.network.coordinates ? relativeOrigins(cascade, tiles) : undefined;
      const { videos } = itemAt(context, 0);
      const coordinates = places === undefined ? places : tf.tile(tf.tensor2d(places, [tiles.length, 3]), [videos, 1]);
      return projectContext(weights, `blocks.${block}`, mean, coordinates);
    });
  });
}

/** Tiles of a level, and for each the number of the coarser tile that it reads. */
interface Reading {
  readonly level: number;
  readonly tiles: readonly Origin[];
  readonly chosen: readonly number[];
}

/** The tokens of a coarser level, interpolated at the tokens of these tiles, [videos·P·n, d]. */
function sampleTiles(
  cascade: Cascade,
  { level, tiles, chosen }: Reading,
  coarser: LevelContext,
  block: number,
): tf.Tensor2D {
  const n = tokenCount(cascade);
  const d = cascade.network.width;
  const { videos } = coarser;
  const parents = tileOrigins(cascade, coarser.level, contextTilingOf(cascade, coarser.level));
  const axes = contextMatrices(
    cascade,
    level,
    tiles,
    coarser.level,
    chosen.map((i) => itemAt(parents, i)),
  );
  const stored = tf.reshape(coarser.blocks[block] as tf.Tensor2D, [videos, parents.length, n * d]);
  const sampleVideo = (video: tf.Tensor): tf.Tensor2D => {
    const rows = tf.gather(tf.reshape(video, [-1, n * d]), tf.tensor1d([...chosen], 'int32'));
    const volume = tf.reshape<tf.Rank.R5>(rows, [tiles.length, ...tokenGrid(cascade), d]);
    return tf.reshape(resample(volume, axes), [tiles.length * n, d]);
  };
  const parts: tf.Tensor[] = videos === 1 ? [stored] : tf.split(stored, videos);
  const sampled = parts.map((video) => tf.tidy(() => sampleVideo(video)));
  return (sampled.length === 1 ? sampled[0] : tf.concat(sampled)) as tf.Tensor2D;
}
