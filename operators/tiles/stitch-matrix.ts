import { filled } from '../tensor/filled.js';
import type { tf } from '../tensor/tf.js';
import { itemAt, type StitchWindow } from '../../dsl/index.js';

/** Weight of pixel i of n before normalisation: constant, a triangle, or Hann's sin²; taken at the centres of pixels, so it is never 0. */
const SHAPES: Readonly<Record<StitchWindow, (i: number, n: number) => number>> = {
  uniform: () => 1,
  linear: (i, n) => Math.min(i + 0.5, n - i - 0.5),
  hann: (i, n) => Math.sin((Math.PI * (i + 0.5)) / n) ** 2,
};

/**
 * The matrix that averages tiles, laid side by side, onto one axis of the canvas.
 *
 * Tiles lie on a grid and windows are products over the axes, so the weights of a pixel are products too. They are normalised on
 * every axis and therefore sum to 1 everywhere on the canvas, including its faces, edges and corners.
 *
 * @param starts of the tiles, in pixels of the canvas
 * @param tile length of a tile
 * @param length of the canvas, all of which must be covered by tiles
 * @param places of the tiles whose weights they have, where they are not those of the starts; the places must cover the canvas, too
 * @returns [1, length, tiles · tile]
 */
export function stitchMatrix(
  starts: readonly number[],
  tile: number,
  length: number,
  window: StitchWindow,
  places = starts,
): tf.Tensor3D {
  const side = starts.length * tile;
  const weights = starts.map((start, t) => {
    const ahead = start - itemAt(places, t);
    const weightAt = (i: number): number => (i < 0 || i >= tile ? 0 : SHAPES[window](i, tile));
    return Array.from({ length: tile }, (_, i) => weightAt(i + ahead));
  });
  const sums = new Float64Array(length);
  starts.forEach((start, t) => {
    itemAt(weights, t).forEach((weight, i) => (sums[start + i] = itemAt(sums, start + i) + weight));
  });
  return filled<tf.Rank.R3>([1, length, side], (data) => {
    starts.forEach((start, t) => {
      itemAt(weights, t).forEach((weight, i) => {
        data[(start + i) * side + t * tile + i] = weight / itemAt(sums, start + i);
      });
    });
  });
}
