import { filled } from './filled.js';
import type { tf } from './tf.js';

/** How an axis is resampled. */
export type ResizeMethod = 'area' | 'bilinear' | 'lanczos' | 'nearest';

/** A part of an axis that is resampled, in pixels; its ends may lie inside pixels. */
export interface Stretch {
  readonly from: number;
  readonly length: number;
}

/** The kernels around 0, and how far they reach. */
const KERNELS = {
  bilinear: { reach: 1, at: (x: number): number => Math.max(0, 1 - Math.abs(x)) },
  lanczos: { reach: 3, at: (x: number): number => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/**
 * The matrix that resamples a stretch of an axis to `count` pixels. The weights of each sum to 1; over the border nothing is read.
 *
 * `area` takes the mean of what a new pixel covers, `nearest` the pixel under its centre. `bilinear` and `lanczos` (three lobes) interpolate
 * at its centre; where the axis becomes shorter, their kernels are as much wider, so that nothing is skipped.
 *
 * @param length of the axis
 * @returns [1, count, length]
 * source Pillow's resampling (its kernels, and how they widen)
 */
export function resizeMatrix(length: number, stretch: Stretch, count: number, method: ResizeMethod): tf.Tensor3D {
  const step = stretch.length / count;
  return filled<tf.Rank.R3>([1, count, length], (data) => {
    for (let i = 0; i < count; i++) {
      const row = data.subarray(i * length, (i + 1) * length);
      const from = stretch.from + i * step;
      if (method === 'nearest') row[Math.min(length - 1, Math.floor(from + step / 2))] = 1;
      else if (method === 'area') row.forEach((_, j) => (row[j] = overlap(j, from, from + step)));
      else spread(row, from + step / 2, Math.max(1, step), KERNELS[method]);
      const sum = row.reduce((a, b) => a + b, 0);
      row.forEach((weight, j) => (row[j] = weight / sum));
    }
  });
}

/** How much of pixel `j` lies between two places. */
const overlap = (j: number, from: number, to: number): number => Math.max(0, Math.min(j + 1, to) - Math.max(j, from));

/** Write a kernel into a row, with its middle at `centre` and `width` times as wide. */
function spread(row: Float32Array, centre: number, width: number, { reach, at }: (typeof KERNELS)['bilinear']): void {
  const first = Math.max(0, Math.floor(centre - reach * width));
  const last = Math.min(row.length - 1, Math.ceil(centre + reach * width));
  for (let j = first; j <= last; j++) row[j] = at((j + 0.5 - centre) / width);
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
