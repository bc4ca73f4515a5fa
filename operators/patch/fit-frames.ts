import { counted, HpdmError } from '../../dsl/index.js';
import { resample, type AxisMatrices } from '../tensor/resample.js';
import { resizeMatrix, type ResizeMethod } from '../tensor/resize-matrix.js';
import { tf } from '../tensor/tf.js';

/** How another aspect ratio is made to fit. */
export type Fit = 'crop' | 'stretch';

/** Share of red, green and blue in grey (ITU-R BT.709). */
const GREY = [0.2126, 0.7152, 0.0722];

/** How frames of one size become those of another: a matrix [1, out, in] for each axis. */
export type SideMatrices = Pick<AxisMatrices, 'h' | 'w'>;

/**
 * The matrices that bring frames to a height and a width: pixels are averaged where a side becomes shorter, and interpolated where it becomes
 * longer.
 */
export function sideMatrices(
  [height, width]: readonly [height: number, width: number],
  [H, W]: readonly [height: number, width: number],
  fit: Fit,
): SideMatrices {
  // pixels of the video per pixel of the level
  const scale = Math.min(height / H, width / W);
  const along = (length: number, count: number) => {
    const used = fit === 'crop' ? scale * count : length;
    const method: ResizeMethod = count < length ? 'area' : 'bilinear';
    return resizeMatrix(length, { from: (length - used) / 2, length: used }, count, method);
  };
  return { h: along(height, H), w: along(width, W) };
}

/**
 * Bring a video to the frames, size and channels of a level. Colours become grey, and grey is repeated for every channel.
 *
 * @param video [B, n, h, w, c]
 * @param axes [1, F, n], left out where the frames stay as they are, and those of `sideMatrices`
 * @param channels C
 * @returns [B, F, H, W, C] in [-1, 1]; to be used inside `tidy`
 * fails E_CHANNELS like `checkChannels`
 */
export function fitFrames(
  video: tf.Tensor5D,
  axes: SideMatrices & Partial<AxisMatrices>,
  channels: number,
): tf.Tensor5D {
  const fitted = resample(video, { f: undefined, ...axes });
  return tf.clipByValue(withChannels(fitted, channels), -1, 1);
}

/** Refuse a video whose channels cannot become those of a level. fails E_CHANNELS */
export function checkChannels(given: number, channels: number, path: string): void {
  if (given === channels || given === 1 || (given === 3 && channels === 1)) return;
  const [own, got] = [counted(channels, 'channel'), counted(given, 'channel')];
  const expected = channels === 1 ? `${own} (grey), that of the cascade` : `${own}, those of the cascade, or 1 (grey)`;
  throw new HpdmError({ code: 'E_CHANNELS', path, expected, got, try: 'video.read with channels: 1' });
}

/** A video in colour or grey. */
function withChannels(video: tf.Tensor5D, channels: number): tf.Tensor5D {
  const given = video.shape[4];
  checkChannels(given, channels, 'in.video');
  if (given === channels) return video;
  if (given === 1) return tf.tile(video, [1, 1, 1, 1, channels]);
  const [b, f, h, w] = video.shape;
  return tf.reshape(tf.matMul(tf.reshape(video, [-1, 3]), tf.tensor2d(GREY, [3, 1])), [b, f, h, w, 1]);
}
