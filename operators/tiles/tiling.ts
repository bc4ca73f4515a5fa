import { tf } from '../tensor/tf.js';
import { axisStarts, contextStarts, itemAt, levelOf, type Cascade, type Size } from '../../dsl/index.js';
import type { Origin } from '../network/origin.js';
import { filled } from '../tensor/filled.js';
import type { AxisMatrices } from '../tensor/resample.js';

/** The positions at which tiles start along every axis, in pixels of the level's canvas. */
export type Tiling = readonly [readonly number[], readonly number[], readonly number[]];

const tilingAlong = (startsOf: (axis: 0 | 1 | 2) => readonly number[]): Tiling => [
  startsOf(0),
  startsOf(1),
  startsOf(2),
];

/**
 * The tiling with which a level is sampled.
 *
 * @param frames of the canvas, where it is part of the level along time, which is tiled by itself
 */
export function tilingOf(cascade: Cascade, level: number, frames?: number): Tiling {
  const { size, overlap } = levelOf(cascade, level);
  return tilingAlong((axis) => {
    const length = axis === 0 ? (frames ?? size[axis]) : size[axis];
    return axisStarts(length, cascade.patch[axis], overlap[axis]);
  });
}

/** The tiling of a finished level that finer levels read. */
export const contextTilingOf = (cascade: Cascade, level: number): Tiling =>
  tilingAlong((axis) => contextStarts(cascade, level, axis));

/** P, the number of tiles in a tiling. */
export const tileCount = ([f, h, w]: Tiling): number => f.length * h.length * w.length;

/** The position of a tile in the grid of a tiling, by its number; the column changes fastest, the frame slowest. */
export const placeOf = ([, hs, ws]: Tiling, tile: number): Size => [
  Math.floor(tile / (hs.length * ws.length)),
  Math.floor(tile / ws.length) % hs.length,
  tile % ws.length,
];

/** The origins of tiles in pixels of the last level, in the order of their numbers; those of all tiles if no numbers are given. */
export function tileOrigins(cascade: Cascade, level: number, tiling: Tiling, tiles?: readonly number[]): Origin[] {
  const { factor } = levelOf(cascade, level);
  return (tiles ?? [...Array(tileCount(tiling)).keys()]).map((tile) => {
    const place = placeOf(tiling, tile);
    const along = (axis: 0 | 1 | 2): number => itemAt(tiling[axis], place[axis]) * factor[axis];
    return [along(0), along(1), along(2)];
  });
}

/** Whether tiles lie side by side along an axis, so that together they are the canvas as it is. */
export const isSideBySide = (starts: readonly number[], tile: number, length: number): boolean =>
  starts.length * tile === length && starts.every((start, t) => start === t * tile);

/**
 * The matrices that copy all tiles side by side: row i of an axis picks the canvas pixel under the i-th tile pixel.
 *
 * @param length of the canvas per axis
 * @returns [1, tiles · tile, length] per axis; none where tiles lie side by side on the canvas
 */
export function cutMatrices(tiling: Tiling, tile: Size, length: Size): AxisMatrices {
  const [f, h, w] = ([0, 1, 2] as const).map((axis) => {
    const starts = tiling[axis];
    if (isSideBySide(starts, tile[axis], length[axis])) return undefined;
    return filled<tf.Rank.R3>([1, starts.length * tile[axis], length[axis]], (data) => {
      starts.forEach((start, t) => {
        for (let i = 0; i < tile[axis]; i++) data[(t * tile[axis] + i) * length[axis] + start + i] = 1;
      });
    });
  });
  return { f, h, w };
}

/** Separate tiles that lie side by side: [B, gf·f, gh·h, gw·w, C] → [B·P, f, h, w, C]; `gatherTiles` is the inverse. */
export function separateTiles(side: tf.Tensor5D, tiling: Tiling, tile: Size): tf.Tensor5D {
  const [B, , , , C] = side.shape;
  const [gf, gh, gw] = [tiling[0].length, tiling[1].length, tiling[2].length];
  if (gh * gw === 1) return tf.reshape(side, [B * gf, ...tile, C]);
  const split = tf.reshape(side, [B * gf, tile[0], gh, tile[1], gw, tile[2] * C]);
  return tf.reshape(tf.transpose(split, [0, 2, 4, 1, 3, 5]), [B * gf * gh * gw, ...tile, C]);
}

/** The inverse of separateTiles. */
export function gatherTiles(tiles: tf.Tensor5D, tiling: Tiling): tf.Tensor5D {
  const [N, f, h, w, C] = tiles.shape;
  const [gf, gh, gw] = [tiling[0].length, tiling[1].length, tiling[2].length];
  const B = N / (gf * gh * gw);
  if (gh * gw === 1) return tf.reshape(tiles, [B, gf * f, h, w, C]);
  const split = tf.reshape(tiles, [B * gf, gh, gw, f, h, w * C]);
  return tf.reshape(tf.transpose(split, [0, 3, 1, 4, 2, 5]), [B, gf * f, gh * h, gw * w, C]);
}
