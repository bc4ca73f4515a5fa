import { tf } from '../tensor/tf.js';

/**
 * Estimates brought into [-1, 1]. With a share of 1 they are clipped. With a smaller one, the values of each video are clipped at ±s and
 * divided by s, where s is the size that this share of them does not exceed, and at least 1: strong guidance then saturates fewer pixels.
 *
 * @param estimate [B, F, H, W, C]
 * @param share of the values, more than 0 and at most 1
 * @param slabs numbers of frames that have an s of their own; all together if left out
 * source Imagen (Saharia et al. 2022, §2.3, dynamic thresholding)
 */
export function thresholded(estimate: tf.Tensor5D, share: number, slabs: readonly number[] = []): tf.Tensor5D {
  if (share === 1) return tf.clipByValue(estimate, -1, 1);
  return tf.tidy(() => {
    if (slabs.length <= 1) return scaled(estimate, share);
    return tf.concat(
      tf.split<tf.Tensor5D>(estimate, [...slabs], 1).map((part) => scaled(part, share)),
      1,
    );
  });
}

function scaled(estimate: tf.Tensor5D, share: number): tf.Tensor5D {
  const [videos, frames, height, width, channels] = estimate.shape;
  const count = frames * height * width * channels;
  const beyond = Math.max(1, Math.round((1 - share) * count));
  const sizes = tf.abs(tf.reshape(estimate, [videos, count]));
  const limit = tf.slice(tf.topk(sizes, beyond).values, [0, beyond - 1], [videos, 1]);
  const s = tf.reshape<tf.Rank.R5>(tf.maximum(limit, 1), [videos, 1, 1, 1, 1]);
  return tf.clipByValue(tf.div<tf.Tensor5D>(estimate, s), -1, 1);
}
