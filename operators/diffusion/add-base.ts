import { tf } from '../tensor/tf.js';
import { baseWeight } from './base-weight.js';
import { perPatch } from './preconditioning.js';

/**
 * The output F of a finer level: its own output F' and the base of the patches, weighted by their noise.
 *
 * @param output F', [N, f, h, w, C]
 * @param base the previous level's estimate at the pixels of the patches, [N, f, h, w, C]; undefined for none
 * @param sigma of every patch, or one for all
 */
export const addBase = (
  output: tf.Tensor5D,
  base: tf.Tensor5D | undefined,
  sigma: readonly number[],
  sigmaData: number,
): tf.Tensor5D =>
  base === undefined ? output : tf.add(output, tf.mul(base, perPatch(sigma.map((s) => baseWeight(s, sigmaData)))));
