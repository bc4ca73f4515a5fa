import { choice, int, levelOf, pure, refusalsOf, type Cascade } from '../../dsl/index.js';
import { resizeMatrix } from '../tensor/resize-matrix.js';
import { tf } from '../tensor/tf.js';
import { cascade } from '../values/cascade.js';
import { refuseOwnLevel } from '../values/refuse-level.js';
import { canvasSizes } from '../values/sizes.js';
import { video } from '../values/video.js';
import { checkChannels, fitFrames, sideMatrices } from './fit-frames.js';

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
    level: int('level that the video is to stand for; −1: the last one', { default: 0, min: -1 }),
    fit: choice(['crop', 'stretch'], 'how another aspect ratio is made to fit', { default: 'crop' }),
    count: int('copies of each video, for several results', { default: 1, min: 1 }),
  },
  out: { video: video('B', 'F', 'H', 'W', 'C') },
  dimensions: ({ cascade, level, count }, { b }) => ({
    ...canvasSizes(cascade, numberOf(cascade, level)),
    ...(b === undefined ? {} : { B: b * count }),
  }),
  check: (settings, { c }) => [
    ...refuseOwnLevel({ ...settings, level: numberOf(settings.cascade, settings.level) }),
    ...refusalsOf(() => c !== undefined && checkChannels(c, settings.cascade.channels, 'in.video')),
  ],
  run: ({ video }, { cascade, level, fit, count }) => ({
    video: tf.tidy(() => {
      const { size } = levelOf(cascade, numberOf(cascade, level));
      const [F, H, W] = size;
      const [, frames, h, w] = video.shape;
      const method = cascade.time === 'average' && F < frames ? 'area' : 'nearest';
      const f = resizeMatrix(frames, { from: 0, length: frames }, F, method);
      return repeated(fitFrames(video, { f, ...sideMatrices([h, w], [H, W], fit) }, cascade.channels), count);
    }),
  }),
});

const numberOf = ({ levels }: Cascade, level: number): number => (level < 0 ? levels.length - 1 : level);

/** `count` copies of each video, one after the other. */
function repeated(video: tf.Tensor5D, count: number): tf.Tensor5D {
  const [b, f, h, w, c] = video.shape;
  const inRows = tf.tile(tf.reshape(video, [b, 1, f * h * w * c]), [1, count, 1]);
  return tf.reshape(inRows, [b * count, f, h, w, c]);
}
