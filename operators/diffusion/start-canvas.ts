import { levelOf, type Cascade } from '../../dsl/index.js';
import { repeatMatrices, resample } from '../tensor/resample.js';
import { resizeMatrix } from '../tensor/resize-matrix.js';
import { tf } from '../tensor/tf.js';

/** What the sampling of a level may start from, besides noise. */
export interface Starts {
  /** Unit noise, [B, F, H, W, C]. */
  readonly canvas: tf.Tensor5D;
  /** A video of the level. */
  readonly start?: tf.Tensor5D | undefined;
  /** The finished video of the previous level, of any size. */
  readonly coarser?: tf.Tensor5D | undefined;
}

/**
 * The canvas from which a level is sampled: σ ε, on the video that it starts from, if there is one. That is the given one, or where the
 * cascade says `start: coarser`, that of the previous level, upsampled linearly along every axis.
 *
 * source SDEdit (Meng et al. 2022)
 */
export const startCanvas = (
  cascade: Cascade,
  level: number,
  sigma: number,
  { canvas, start, coarser }: Starts,
): tf.Tensor5D =>
  tf.tidy(() => {
    const noise = tf.mul<tf.Tensor5D>(canvas, sigma);
    const before = levelOf(cascade, level).start === 'coarser' ? coarser : undefined;
    const under = start ?? (before && upsampled(before, canvas.shape));
    return under === undefined ? noise : tf.add(noise, under);
  });

function upsampled(video: tf.Tensor5D, [, F, H, W]: tf.Tensor5D['shape']): tf.Tensor5D {
  const [batch, f, h, w] = video.shape;
  const along = (from: number, to: number) => resizeMatrix(from, { from: 0, length: from }, to, 'bilinear');
  return resample(video, repeatMatrices({ f: along(f, F), h: along(h, H), w: along(w, W) }, batch));
}
