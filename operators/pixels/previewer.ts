import { tf } from '../tensor/tf.js';
import type { Context } from '../../dsl/index.js';
import { fromTensor } from './from-tensor.js';

/** Milliseconds between two pictures, because each must wait until the estimate is computed and copied. */
const PAUSE = 500;

/**
 * A function that shows the estimate of a canvas while it is denoised, at most twice a second, as a grid with the middle frame of
 * every video. It does nothing if no previews are wanted, or if the channels are latents and not colours.
 */
export function previewer(preview: Context['preview']): (estimate: tf.Tensor5D, last: boolean) => Promise<void> {
  let shown = -Infinity;
  return async (estimate, last) => {
    const [batch, frames, height, width, channels] = estimate.shape;
    if (preview === undefined || (channels !== 1 && channels !== 3)) return;
    if (!last && performance.now() - shown < PAUSE) return;
    const middle = tf.tidy(() => {
      // three dimensions: of five, the backend in WebAssembly cuts number by number
      const flat = tf.reshape<tf.Rank.R3>(estimate, [batch, frames, height * width * channels]);
      const frame = tf.slice(flat, [0, Math.floor(frames / 2), 0], [batch, 1, height * width * channels]);
      return tf.reshape<tf.Rank.R5>(frame, [batch, 1, height, width, channels]);
    });
    try {
      const { width, height, data } = await fromTensor(middle);
      preview({ width, height, channels, data });
    } finally {
      middle.dispose();
    }
    shown = performance.now();
  };
}
