import { tf } from '../tensor/tf.js';
import type { Context } from '../../dsl/index.js';
import { fromTensor } from './from-tensor.js';

/** Milliseconds between two pictures: each waits for the estimate to be computed and copied. */
const PAUSE = 500;

/**
 * What shows the estimate of a canvas while it is denoised, twice a second at most: the middle frame of every video of the batch,
 * in a grid. It shows nothing where nobody looks, and nothing of latents, which are not colours.
 */
export function previewer(preview: Context['preview']): (estimate: tf.Tensor5D, last: boolean) => Promise<void> {
  let shown = -Infinity;
  return async (estimate, last) => {
    const [batch, frames, height, width, channels] = estimate.shape;
    if (preview === undefined || (channels !== 1 && channels !== 3)) return;
    if (!last && performance.now() - shown < PAUSE) return;
    const middle = tf.slice(estimate, [0, Math.floor(frames / 2), 0, 0, 0], [batch, 1, height, width, channels]);
    try {
      const { width, height, data } = await fromTensor(middle);
      preview({ width, height, channels, data });
    } finally {
      middle.dispose();
    }
    shown = performance.now();
  };
}
