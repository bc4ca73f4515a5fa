import { HpdmError, choice, int, levelOf, pure, refusalsOf, type Cascade, type Size } from '../../dsl/index.js';
import { repeatMatrices, resample } from '../tensor/resample.js';
import { resizeMatrix, type ResizeMethod } from '../tensor/resize-matrix.js';
import { tf } from '../tensor/tf.js';
import { cascade } from '../values/cascade.js';
import { refuseOwnLevel } from '../values/refuse-level.js';
import { canvasSizes } from '../values/sizes.js';
import { video } from '../values/video.js';

/** Share of red, green and blue in grey (ITU-R BT.709). */
const GREY = [0.2126, 0.7152, 0.0722];

/**
 * Bring a video to the frames, size and channels of a level, so that it can stand for a video that was sampled there.
 *
 * Frames are taken evenly, or averaged where the cascade averages them. Pixels are averaged where a side becomes shorter, and interpolated
 * where it becomes longer. Colours become grey, and grey is repeated for every channel.
 *
 * in   video  [b, f, h, w, c] with 1 or 3 channels
 * out  video  [b·count, F, H, W, C], the copies of a video one after the other
 * fails E_CHANNELS when the level has other channels than colour or grey, and the video has not the same
 */
export const patchFit = pure({
  id: 'patch.fit',
  summary: 'Bring a video to the frames, size and channels of a level',
  in: { video: video('b', 'f', 'h', 'w', 'c') },
  with: {
    cascade: cascade('size and channels of the level'),
    level: int('level that the video is to stand for', { default: 0, min: 0 }),
    fit: choice(['crop', 'stretch'], 'how another aspect ratio is made to fit', { default: 'crop' }),
    count: int('copies of each video, for several results', { default: 1, min: 1 }),
  },
  out: { video: video('B', 'F', 'H', 'W', 'C') },
  dimensions: ({ cascade, level, count }, { b }) => ({
    ...canvasSizes(cascade, level),
    ...(b === undefined ? {} : { B: b * count }),
  }),
  check: (settings, { c }) => [
    ...refuseOwnLevel(settings),
    ...refusalsOf(() => c !== undefined && checkChannels(c, settings.cascade.channels, 'in.video')),
  ],
  run: ({ video }, { cascade, level, fit, count }) => ({
    video: tf.tidy(() => {
      const { size } = levelOf(cascade, level);
      const fitted = resample(video, repeatMatrices(matricesOf(video.shape, size, cascade, fit), video.shape[0]));
      const copies = repeated(withChannels(fitted, cascade.channels), count);
      return tf.clipByValue(copies, -1, 1);
    }),
  }),
});

/** The matrices that resample frames, rows and columns. */
function matricesOf([, f, h, w]: readonly number[], [F, H, W]: Size, { time }: Cascade, fit: 'crop' | 'stretch') {
  const [frames = 1, height = 1, width = 1] = [f, h, w];
  // pixels of the video per pixel of the level
  const scale = Math.min(height / H, width / W);
  const along = (length: number, count: number, method: ResizeMethod) => {
    const used = fit === 'crop' ? scale * count : length;
    return resizeMatrix(length, { from: (length - used) / 2, length: used }, count, method);
  };
  const methodOf = (length: number, count: number) => (count < length ? 'area' : 'bilinear');
  return {
    f: resizeMatrix(frames, { from: 0, length: frames }, F, time === 'average' && F < frames ? 'area' : 'nearest'),
    h: along(height, H, methodOf(height, H)),
    w: along(width, W, methodOf(width, W)),
  };
}

function checkChannels(given: number, channels: number, path: string): void {
  if (given === channels || given === 1 || (given === 3 && channels === 1)) return;
  const [expected, got] = [`${channels} channels, those of the cascade, or 1 (grey)`, `${given} channels`];
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

/** `count` copies of each video, one after the other. */
function repeated(video: tf.Tensor5D, count: number): tf.Tensor5D {
  const [b, f, h, w, c] = video.shape;
  const inRows = tf.tile(tf.reshape(video, [b, 1, f * h * w * c]), [1, count, 1]);
  return tf.reshape(inRows, [b * count, f, h, w, c]);
}
