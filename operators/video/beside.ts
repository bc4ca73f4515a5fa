import { int, list, pure } from '../../dsl/index.js';
import { repeatMatrices, resample } from '../tensor/resample.js';
import { resizeMatrix } from '../tensor/resize-matrix.js';
import { tf } from '../tensor/tf.js';
import { video } from '../values/video.js';

/**
 * Put videos side by side, such as the levels of a cascade, each brought to the largest number of frames, height and width among them by
 * repeating frames and pixels.
 *
 * in   videos  a list, each [B, f, h, w, C]
 * out  video   [B, F, H, W, C], the videos from left to right, with black between them
 */
export const videoBeside = pure({
  id: 'video.beside',
  summary: 'Put videos side by side, enlarged to one size',
  in: { videos: list(video('B', 'f', 'h', 'w', 'C')) },
  with: { gap: int('space between the videos', { default: 2, min: 0, max: 64, unit: 'pixels' }) },
  out: { video: video('B', 'F', 'H', 'W', 'C') },
  run: ({ videos }, { gap }) => ({
    video: tf.tidy(() => {
      const largest = (axis: 1 | 2 | 3) => Math.max(...videos.map(({ shape }) => shape[axis]));
      const [F, H, W] = [largest(1), largest(2), largest(3)];
      const row = videos.flatMap((one, index) => {
        const [batch, f, h, w, channels] = one.shape;
        const along = (from: number, to: number) => resizeMatrix(from, { from: 0, length: from }, to, 'nearest');
        const enlarged = resample(one, repeatMatrices({ f: along(f, F), h: along(h, H), w: along(w, W) }, batch));
        return index === 0 || gap === 0 ? [enlarged] : [tf.fill([batch, F, H, gap, channels], -1), enlarged];
      });
      return tf.concat(row as tf.Tensor5D[], 3);
    }),
  }),
});
