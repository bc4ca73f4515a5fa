import { tf } from '../tensor/tf.js';
import { networkTarget } from '../diffusion/preconditioning.js';
import { itemAt, numbers, pure, type Refusal } from '../../dsl/index.js';
import type { Network } from '../network/network.js';
import { uncertainty } from '../network/uncertainty.js';
import { network } from '../values/network.js';
import { pyramid } from '../values/pyramid.js';
import { scalar } from '../values/scalar.js';
import { sigma } from '../values/sigma.js';
import { unbounded } from '../values/unbounded.js';
import { vector } from '../values/vector.js';

/**
 * Mean squared error between the network's output F and its EDM target, averaged over the levels, which may have weights. Where the cascade
 * learns its uncertainty u, the error of each patch counts e^−u times, plus u.
 *
 * in   output, patches, noisy  L × [B, f, h, w, C]; sigma per patch
 * out  loss    scalar
 *      levels  the plain loss of every level, [L]
 * source EDM eq. 8 (λ(σ) c_out² = 1: plain MSE on F); HPDM eq. 4; EDM2 (learned uncertainty)
 */
export const trainLoss = pure({
  id: 'train.loss',
  summary: 'Mean squared error of the network output, per level and on average',
  in: {
    network: network(),
    output: unbounded(pyramid()),
    patches: pyramid(),
    noisy: unbounded(pyramid()),
    sigma: sigma(),
  },
  with: {
    weights: numbers('weight of each level in the average; empty: the same for all', { default: [], min: 0 }),
  },
  out: { loss: scalar(), levels: vector('L') },
  check: ({ weights }, { L = weights.length }): Refusal[] => {
    if (weights.length === 0 || (weights.length === L && weights.some((weight) => weight > 0))) return [];
    const one = L === 1 ? 'a weight that is not 0' : `a weight for each of ${L} levels, not all of them 0`;
    return [{ code: 'E_SIZE', path: 'with.weights', expected: `${one}; or none`, got: JSON.stringify(weights) }];
  },
  run: ({ network, output, patches, noisy, sigma }, { weights }) => {
    const { sigmaData } = network.cascade.noise;
    const errors = output.map((f, level) => {
      const [clean, dirty, own] = [itemAt(patches, level), itemAt(noisy, level), itemAt(sigma, level)];
      return tf.square(tf.sub(f, networkTarget(clean, dirty, own, sigmaData)));
    });
    const levels = tf.stack(errors.map((error) => tf.mean(error))) as tf.Tensor1D;
    const counted = network.cascade.network.uncertainty
      ? (tf.stack(errors.map((error, level) => uncertain(error, network, level, itemAt(sigma, level)))) as tf.Tensor1D)
      : levels;
    if (weights.length === 0) return { loss: tf.mean(counted), levels };
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const shares = tf.tensor1d(weights.map((weight) => weight / total));
    return { loss: tf.sum<tf.Scalar>(tf.mul(counted, shares)), levels };
  },
});

/** The errors of the patches of a level, [B, …], each weighted by its uncertainty. */
function uncertain(
  error: tf.Tensor,
  { cascade, weights }: Network,
  level: number,
  sigma: readonly number[],
): tf.Scalar {
  const u = uncertainty(cascade, weights, level, sigma);
  const perPatch = tf.mean(tf.reshape(error, [sigma.length, -1]), 1); // [B]
  return tf.mean(tf.add(tf.mul(perPatch, tf.exp(tf.neg(u))), u));
}
