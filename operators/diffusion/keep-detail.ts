import { tf } from '../tensor/tf.js';
import { networkTarget } from './preconditioning.js';

/**
 * The output F of a finer level with which its estimate is base + detail · (D − base): so much is kept of what it adds to the estimate of the
 * level before. A level that has learned little adds grain to it, which a smaller share takes away.
 *
 * @param output F, [N, f, h, w, C]
 * @param base the previous level's estimate at the pixels of the patches, [N, f, h, w, C]; undefined for none
 * @param noisy x̃, [N, f, h, w, C]
 * @param sigma of every patch, or one for all
 */
export function keepDetail(
  output: tf.Tensor5D,
  base: tf.Tensor5D | undefined,
  noisy: tf.Tensor5D,
  {
    sigma,
    sigmaData,
    detail,
  }: { readonly sigma: readonly number[]; readonly sigmaData: number; readonly detail: number },
): tf.Tensor5D {
  if (base === undefined || detail === 1) return output;
  return tf.tidy(() =>
    tf.add(tf.mul(output, detail), tf.mul(networkTarget(base, noisy, sigma, sigmaData), 1 - detail)),
  );
}
