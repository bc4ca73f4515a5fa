import { tf } from '../tensor/tf.js';
import type { Cascade } from '../../dsl/index.js';
import { mlp } from './layers.js';
import { weight, type Weights } from './parameters.js';
import { latentCount } from './shape.js';

/**
 * The latents a level starts from: the learned table, the level's token and the noise's token.
 *
 * @param level ℓ, the same for all N patches
 * @param noise c_noise of every patch, [N]
 * @returns [N·m, z]
 */
export function startLatents(cascade: Cascade, weights: Weights, level: number, noise: tf.Tensor1D): tf.Tensor2D {
  const { latents, latentWidth: z } = cascade.network;
  const batch = noise.shape[0];
  const shared = tf.concat([
    weight<tf.Tensor2D>(weights, 'latents'),
    tf.slice(weight<tf.Tensor2D>(weights, 'levels'), [level, 0], [1, z]),
  ]);
  const noiseToken = mlp(weights, 'noise', sinusoids(noise, z));
  const table = tf.tile(tf.reshape(shared, [1, latents + 1, z]), [batch, 1, 1]);
  const all = tf.concat([table, tf.reshape(noiseToken, [batch, 1, z])], 1);
  return tf.reshape(all, [batch * latentCount(cascade), z]);
}

/** Slowest and fastest angular frequency of the noise embedding; ln(σ)/4 runs over about two units. */
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
