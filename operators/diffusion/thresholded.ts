import { tf } from '../tensor/tf.js';

/**
 * Estimates brought into [-1, 1]. With a share of 1 they are clipped. With a smaller one, each video is clipped at ±s and divided by s, where
 * s is the size that this share of its values does not exceed, and at least 1: strong guidance then saturates fewer pixels.
 *
 * @param estimate [B, F, H, W, C]
 * @param share of the values of a video, more than 0 and at most 1
 * source Imagen (Saharia et al. 2022, §2.3, dynamic thresholding)
 */
export function thresholded(estimate: tf.Tensor5D, share: number): tf.Tensor5D {
  if (share === 1) return tf.clipByValue(estimate, -1, 1);
  return tf.tidy(() => {
    const [videos, frames, height, width, channels] = estimate.shape;
    const count = frames * height * width * channels;
    const beyond = Math.max(1, Math.round((1 - share) * count));
    const sizes = tf.abs(tf.reshape(estimate, [videos, count]));
    const limit = tf.slice(tf.topk(sizes, beyond).values, [0, beyond - 1], [videos, 1]);
    const s = tf.reshape<tf.Rank.R5>(tf.maximum(limit, 1), [videos, 1, 1, 1, 1]);
    return tf.clipByValue(tf.div<tf.Tensor5D>(estimate, s), -1, 1);
  });
}
