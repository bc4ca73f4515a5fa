import { itemAt, type Cascade } from '../../dsl/index.js';
import { contextMatrices } from '../network/context-matrices.js';
import type { Origin } from '../network/origin.js';
import { resample } from '../tensor/resample.js';
import type { tf } from '../tensor/tf.js';
import { withoutGradient } from '../tensor/without-gradient.js';
import { addBase } from './add-base.js';
import { denoised } from './preconditioning.js';

/** Noisy patches of all levels: L × [N, f, h, w, C], σ per level and patch, and origins per level and patch. */
export interface NoisyPyramid {
  readonly noisy: readonly tf.Tensor5D[];
  readonly sigma: readonly (readonly number[])[];
  readonly origins: readonly (readonly Origin[])[];
}

/**
 * The outputs F of nested patches of all levels where a finer level's estimate is added to that of the previous level, upsampled. No gradient
 * flows into the coarser level.
 *
 * @param outputs F' of every level, from coarse to fine
 */
export function addBases(cascade: Cascade, outputs: readonly tf.Tensor5D[], pyramid: NoisyPyramid): tf.Tensor5D[] {
  const { sigmaData } = cascade.noise;
  const whole: tf.Tensor5D[] = [];
  outputs.forEach((output, level) => {
    const coarser = whole.at(-1);
    const base = coarser && withoutGradient(() => baseOf(cascade, level, coarser, pyramid));
    whole.push(addBase(output, base, itemAt(pyramid.sigma, level), sigmaData));
  });
  return whole;
}

/** The estimate of the previous level, whose output is `coarser`, at the pixels of a level's patches. */
function baseOf(
  cascade: Cascade,
  level: number,
  coarser: tf.Tensor5D,
  { noisy, sigma, origins }: NoisyPyramid,
): tf.Tensor5D {
  const parent = level - 1;
  const estimate = denoised(itemAt(noisy, parent), coarser, itemAt(sigma, parent), cascade.noise.sigmaData);
  const [own, parents] = [itemAt(origins, level), itemAt(origins, parent)];
  return resample(estimate, contextMatrices(cascade, level, own, parent, parents, cascade.patch));
}
