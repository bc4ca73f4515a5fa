import { native } from './native.js';
import type { TokenGrid } from './native-kernels.js';
import { tf } from './tf.js';
import { withGradient } from './with-gradient.js';

/** A token and those around it: 3 × 3 × 3. */
export const TAPS = 27;

/**
 * Add to each token a weighted sum of itself and those around it in its patch: y = x + Σ tap · neighbour, channel by channel. Beyond the border of the
 * patch, neighbours are 0.
 *
 * @param x [N·n, d], n tokens per patch in the order of frames, rows and columns
 * @param taps [27, d], by frame, row and column
 * @returns [N·n, d]
 * source a depthwise convolution, as CPVT has for positions (Chu et al. 2021)
 */
export function addNeighbours(x: tf.Tensor2D, taps: tf.Tensor2D, grid: TokenGrid): tf.Tensor2D {
  return withGradient<tf.Tensor2D>([x, taps], (...given) => {
    const [x, taps] = given as [tf.Tensor2D, tf.Tensor2D];
    return {
      value: native()?.addNeighbours(x, taps, grid, false) ?? inParts(x, taps, grid),
      save: [x, taps],
      gradient: (dy, saved) => {
        const [x, taps] = saved as [tf.Tensor2D, tf.Tensor2D];
        const fused = native();
        if (fused !== undefined) return [fused.addNeighbours(dy, taps, grid, true), fused.tapsGradient(x, dy, grid)];
        const sums = around(x, grid).map((neighbours) => tf.sum(tf.mul(dy, neighbours), 0));
        return [inParts(dy, tf.reverse(taps, 0), grid), tf.stack(sums)];
      },
    };
  });
}

/** The result by general kernels: a convolution of pictures for the frame before, the same one, and the one after. */
function inParts(x: tf.Tensor2D, taps: tf.Tensor2D, [frames, rows, columns]: TokenGrid): tf.Tensor2D {
  const d = x.shape[1];
  const pictures = tf.reshape<tf.Rank.R4>(x, [-1, rows, columns, d]);
  const parts = [0, 1, 2].map((frame) => {
    const filter = tf.reshape<tf.Rank.R4>(tf.slice2d(taps, [9 * frame, 0], [9, d]), [3, 3, d, 1]);
    const seen = tf.reshape<tf.Rank.R3>(tf.depthwiseConv2d(pictures, filter, 1, 'same'), [-1, frames, rows * columns * d]); // prettier-ignore
    const padded = tf.pad(seen, [[0, 0], [1, 1], [0, 0]]); // prettier-ignore
    return tf.reshape<tf.Rank.R2>(tf.slice3d(padded, [0, frame, 0], [-1, frames, -1]), x.shape);
  });
  return tf.addN([x, ...parts]);
}

/** The neighbours of all tokens by tap, each [N·n, d]. */
function around(x: tf.Tensor2D, [frames, rows, columns]: TokenGrid): tf.Tensor2D[] {
  const d = x.shape[1];
  const N = x.shape[0] / (frames * rows * columns);
  // a row of tokens as one axis: not all backends pad five of them
  const padded = tf.pad(tf.reshape(x, [N, frames, rows, columns * d]), [[0, 0], [1, 1], [1, 1], [d, d]]); // prettier-ignore
  return Array.from({ length: TAPS }, (_, tap) => {
    const [frame, row, column] = [Math.floor(tap / 9), Math.floor(tap / 3) % 3, tap % 3];
    const cut = tf.slice4d(padded as tf.Tensor4D, [0, frame, row, column * d], [N, frames, rows, columns * d]);
    return tf.reshape<tf.Rank.R2>(cut, x.shape);
  });
}
