import type { Cascade } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import { conditionWidth } from './condition-width.js';
import type { Declaration } from './declaration.js';
import { declareMlp, LATENT_MLP_RATIO, mlp } from './mlp.js';
import type { NetworkWeights } from './weights.js';

/** The MLP that makes the noise's token. */
export const declareNoiseTokens = (cascade: Cascade): Declaration[] =>
  declareMlp('noise', conditionWidth(cascade), LATENT_MLP_RATIO);

/** The noise token of every patch: an MLP of sinusoids of c_noise; [N] → [N, width]. */
export function noiseTokens(cascade: Cascade, weights: NetworkWeights, noise: tf.Tensor1D): tf.Tensor2D {
  return mlp(weights, 'noise', sinusoids(noise, conditionWidth(cascade)));
}

/** Slowest and fastest angular frequency of the noise embedding; the values of ln(σ)/4 cover about two units. */
const FREQUENCIES = [Math.PI / 4, 16 * Math.PI] as const;

/** sin and cos of c_noise at geometrically spaced frequencies, [N] → [N, width]. */
function sinusoids(noise: tf.Tensor1D, width: number): tf.Tensor2D {
  const half = Math.floor(width / 2);
  const [slow, fast] = FREQUENCIES;
  const frequencies = Array.from({ length: half }, (_, i) => slow * (fast / slow) ** (i / Math.max(half - 1, 1)));
  const angles = tf.mul(tf.reshape(noise, [-1, 1]), tf.tensor2d(frequencies, [1, half]));
  const both = tf.concat([tf.sin(angles), tf.cos(angles)], 1) as tf.Tensor2D;
  return width % 2 === 0
    ? both
    : tf.pad(both, [
        [0, 0],
        [0, 1],
      ]);
}
