import { stage } from '../../dsl/index.js';
import { readFloats } from '../tensor/read-floats.js';
import { tf } from '../tensor/tf.js';
import { figures } from '../values/figures.js';
import { video } from '../values/video.js';

/**
 * Measure how near videos are to others, pixel by pixel.
 *
 * in   video      [B, F, H, W, C] in [-1, 1]
 *      reference  the same shape
 * out  figures    `psnr` of each video in dB, from the mean squared error of all its frames; Infinity for the same
 */
export const measurePsnr = stage({
  id: 'measure.psnr',
  summary: 'Measure how near videos are to others, pixel by pixel',
  in: { video: video('B', 'F', 'H', 'W', 'C'), reference: video('B', 'F', 'H', 'W', 'C') },
  with: {},
  out: { figures: figures() },
  cost: (_, __, { inputs: { video } }) => ({ bytes: 4 * 4 * video.size }),
  open: () => ({
    next: async ({ video, reference }) => {
      const [B] = video.shape;
      const errors = tf.tidy(() =>
        tf.mean(tf.square(tf.sub(tf.reshape(video, [B, -1]), tf.reshape(reference, [B, -1]))), 1),
      );
      const squares = await readFloats(errors);
      errors.dispose();
      // values differ by at most 2
      const values = Array.from(squares, (square) => 10 * Math.log10(4 / square));
      return { figures: [{ name: 'psnr', values, weights: values.map(() => 1) }] };
    },
  }),
});
