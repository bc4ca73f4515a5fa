import type { Cascade, Size } from '../../dsl/index.js';
import { toBytes } from '../pixels/to-bytes.js';
import { averageMatrix, pickMatrix } from '../tensor/linear-matrix.js';
import { resample } from '../tensor/resample.js';
import { readFloats } from '../tensor/read-floats.js';
import { tf } from '../tensor/tf.js';

/**
 * Videos at a smaller size, as bytes: the mean over space, and over time the middle frame or the mean, as training makes coarser levels.
 *
 * @param video [B, F, H, W, C]
 * @param size frames, height and width, which divide those of the video
 * @returns B · f · h · w · C bytes
 * fails E_NOT_FINITE, with the place
 */
export async function reduceVideo(
  video: tf.Tensor5D,
  size: Size,
  time: Cascade['time'],
  place: string,
): Promise<Uint8Array> {
  const [, F, H, W] = video.shape;
  const small = tf.tidy(() => {
    const frames = time === 'pick' ? pickMatrix : averageMatrix;
    const axes = {
      f: frames([0], size[0], F / size[0], F),
      h: averageMatrix([0], size[1], H / size[1], H),
      w: averageMatrix([0], size[2], W / size[2], W),
    };
    const clamped = tf.clipByValue<tf.Tensor5D>(video, -1, 1);
    return F === size[0] && H === size[1] && W === size[2] ? clamped : resample(clamped, axes);
  });
  try {
    return toBytes(await readFloats(small), { place });
  } finally {
    small.dispose();
  }
}
