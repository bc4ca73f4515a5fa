import { tf } from '../tensor/tf.js';
import type { Frames } from '../values/frames.js';

/** The value of each byte, from a table so that every backend gets the same floats. */
const VALUES = Float32Array.from({ length: 256 }, (_, byte) => byte / 127.5 - 1);

/**
 * Turn frames into a video; the inverse of `fromTensor` for a batch of one.
 * @returns [1, count, height, width, channels] float32 in [-1, 1]
 */
export function toTensor({ count, height, width, channels, data }: Frames): tf.Tensor5D {
  const values = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) values[i] = VALUES[data[i] as number] as number;
  return tf.tensor5d(values, [1, count, height, width, channels]);
}
