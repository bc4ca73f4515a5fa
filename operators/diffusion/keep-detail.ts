import { tf } from '../tensor/tf.js';
import { twice } from './guide.js';
import { networkTarget } from './preconditioning.js';

/** The noise of the patches, and the share that is kept. */
interface Keeping {
  /** σ of every patch, or one for all. */
  readonly sigma: readonly number[];
  readonly sigmaData: number;
  readonly detail: number;
}

/**
 * The output F of a finer level with which its estimate is base + detail · (D − base): so much is kept of what it adds to the estimate of the
 * level before. A level that has learned little adds grain to it, which a smaller share takes away.
 *
 * @param output F, [halves·N, f, h, w, C]
 * @param base the previous level's estimate at the pixels of the patches, [halves·N, f, h, w, C]; undefined for none
 * @param noisy x̃, [N, f, h, w, C], the same in both halves
 * @returns [halves·N, f, h, w, C]; the output itself where there is no base, or all is kept
 */
export function keepDetail(
  output: tf.Tensor5D,
  base: tf.Tensor5D | undefined,
  noisy: tf.Tensor5D,
  { sigma, sigmaData, detail }: Keeping,
): tf.Tensor5D {
  if (base === undefined || detail === 1) return output;
  return tf.tidy(() => {
    const halves = output.shape[0] === noisy.shape[0] ? 1 : 2;
    const ofBase = networkTarget(base, twice(noisy, halves), sigma, sigmaData);
    return tf.add(tf.mul(output, detail), tf.mul(ofBase, 1 - detail));
  });
}
