import { levelOf, type Cascade } from '../../dsl/index.js';
import { resample } from '../tensor/resample.js';
import { resizeMatrix } from '../tensor/resize-matrix.js';
import { tf } from '../tensor/tf.js';

/** What the sampling of frames of a level may start from, besides noise. */
export interface Starts {
  /** Unit noise, [B, n, H, W, C]. */
  readonly canvas: tf.Tensor5D;
  /** Number of its first frame; 0 if left out. */
  readonly frame?: number;
  /** A video of the level, of the same frames. */
  readonly start?: tf.Tensor5D | undefined;
  /** The finished video of the previous level, of any size, or the frames of it that `framesUnder` says. */
  readonly coarser?: tf.Tensor5D | undefined;
}

/**
 * The canvas from which frames of a level are sampled: σ ε, on the video that it starts from, if there is one. That is the given one, or where
 * the cascade says `start: coarser`, that of the previous level, upsampled linearly along every axis.
 *
 * source SDEdit (Meng et al. 2022)
 */
export const startCanvas = (
  cascade: Cascade,
  level: number,
  sigma: number,
  { canvas, frame = 0, start, coarser }: Starts,
): tf.Tensor5D =>
  tf.tidy(() => {
    const noise = tf.mul<tf.Tensor5D>(canvas, sigma);
    const before = levelOf(cascade, level).start === 'coarser' ? coarser : undefined;
    const under = start ?? (before && upsampled(cascade, level, before, frame, canvas.shape));
    return under === undefined ? noise : tf.add(noise, under);
  });

/** The frames of the previous level that the frames of a level from one to before another start from: the first, and the first that is not. */
export function framesUnder(cascade: Cascade, level: number, from: number, to: number): readonly [number, number] {
  const [own, before] = [levelOf(cascade, level).size[0], levelOf(cascade, level - 1).size[0]];
  const centre = (frame: number): number => ((frame + 0.5) * before) / own - 0.5;
  return [Math.max(0, Math.floor(centre(from))), Math.min(before, Math.floor(centre(to - 1)) + 2)];
}

function upsampled(
  cascade: Cascade,
  level: number,
  video: tf.Tensor5D,
  frame: number,
  [, frames, H, W]: tf.Tensor5D['shape'],
): tf.Tensor5D {
  const [, , h, w] = video.shape;
  const along = (from: number, to: number) => resizeMatrix(from, { from: 0, length: from }, to, 'bilinear');
  const [all, before] = [levelOf(cascade, level).size[0], levelOf(cascade, level - 1).size[0]];
  const step = before / all;
  // the matrix of these frames alone: that of the whole level grows with the square of its length
  const [from, to] = framesUnder(cascade, level, frame, frame + frames);
  const under = { from: frame * step - from, length: frames * step };
  const f = frames === all ? along(video.shape[1], all) : resizeMatrix(to - from, under, frames, 'bilinear');
  return resample(video, { f, h: along(h, H), w: along(w, W) });
}
