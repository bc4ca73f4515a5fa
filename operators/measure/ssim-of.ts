import { filled } from '../tensor/filled.js';
import { resample } from '../tensor/resample.js';
import { tf } from '../tensor/tf.js';

/** Height and width of a window, and the standard deviation of its weights in pixels. */
export const WINDOW = 11;
const SIGMA = 1.5;
/** K₁ and K₂ of the paper, squared, for values that differ by at most 1. */
const [C1, C2] = [0.01 ** 2, 0.03 ** 2] as const;

/**
 * The structural similarity of videos, frame by frame: the mean over channels and over all windows that lie inside the frame.
 *
 * @param video [B, F, H, W, C] in [-1, 1], H and W at least 11
 * @param reference the same shape
 * @returns [B, F]; the caller disposes of it
 * source Wang et al. 2004, with its Gaussian window and biased covariance
 */
export function ssimOf(video: tf.Tensor5D, reference: tf.Tensor5D): tf.Tensor2D {
  const [, , H, W] = video.shape;
  return tf.tidy(() => {
    const axes = { f: undefined, h: gaussian(H), w: gaussian(W) };
    const mean = (values: tf.Tensor5D): tf.Tensor5D => resample(values, axes);
    // the mean over a window counts, so values are brought into [0, 1]
    const [x, y] = [unit(video), unit(reference)];
    const [meanX, meanY] = [mean(x), mean(y)];
    const [squareX, squareY, product] = [tf.square(meanX), tf.square(meanY), tf.mul(meanX, meanY)];
    const squares = tf.add(squareX, squareY);
    const covariance = tf.sub(mean(tf.mul(x, y)), product);
    const variances = tf.sub(mean(tf.add(tf.square(x), tf.square(y))), squares);
    const above = tf.mul(tf.add(tf.mul(product, 2), C1), tf.add(tf.mul(covariance, 2), C2));
    const below = tf.mul(tf.add(squares, C1), tf.add(variances, C2));
    return tf.mean<tf.Tensor2D>(tf.div(above, below), [2, 3, 4]);
  });
}

const unit = (video: tf.Tensor5D): tf.Tensor5D => tf.mul(tf.add(video, 1), 0.5);

/** The matrix of an axis that weighs the pixels of every window, [1, length − 10, length]. */
function gaussian(length: number): tf.Tensor3D {
  const weights = Array.from({ length: WINDOW }, (_, i) => Math.exp(-((i - (WINDOW - 1) / 2) ** 2) / (2 * SIGMA ** 2)));
  const sum = weights.reduce((a, b) => a + b, 0);
  const count = length - WINDOW + 1;
  return filled<tf.Rank.R3>([1, count, length], (data) => {
    for (let i = 0; i < count; i++) weights.forEach((weight, k) => (data[i * length + i + k] = weight / sum));
  });
}
