import { levelOf, type Cascade } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import { vector, type Declaration } from './declaration.js';
import { weight, type NetworkWeights } from './weights.js';

/** Cosines over the noise levels of a level; the first is constant. */
const COSINES = 8;
/** Noise levels further than so many standard deviations of ln σ from its mean count as that far. */
const REACH = 3;

const nameOf = (level: number): string => `uncertainty.${level}`;

/** The uncertainty of every level; nothing where the cascade does not learn it. It starts at zero, where the loss is the plain one. */
export const declareUncertainty = ({ levels, network }: Cascade): Declaration[] =>
  network.uncertainty ? levels.map((_, level) => vector(nameOf(level), COSINES)) : [];

/**
 * The logarithm u of the squared error that is expected of patches of a level, a function of their noise level: a sum of cosines of ln σ over
 * the range that training draws. Where e^−u · error + u is least, u is the logarithm of the mean error at that noise level, so all noise
 * levels and levels weigh the same in the gradient.
 *
 * @param sigma σ per patch
 * @returns [B]
 * source EDM2 (Karras et al. 2024), continuous uncertainty in place of a fixed weight, with cosines for the random features
 */
export function uncertainty(
  cascade: Cascade,
  weights: NetworkWeights,
  level: number,
  sigma: readonly number[],
): tf.Tensor1D {
  const { inputScale, noise } = levelOf(cascade, level);
  const rows = sigma.map((one) => {
    const away = Math.max(-REACH, Math.min(REACH, (Math.log(one * inputScale) - noise.mean) / noise.std));
    return Array.from({ length: COSINES }, (_, k) => Math.cos((Math.PI * k * (away / REACH + 1)) / 2));
  });
  return tf.sum<tf.Tensor1D>(tf.mul(tf.tensor2d(rows, [sigma.length, COSINES]), weight(weights, nameOf(level))), 1);
}
