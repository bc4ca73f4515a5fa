import { optional, pure } from '../../dsl/index.js';
import { preconditionPyramid } from '../diffusion/precondition-pyramid.js';
import { checkCondition } from '../network/condition.js';
import { evaluatePyramid } from '../network/evaluate-pyramid.js';
import { tf } from '../tensor/tf.js';
import { withoutGradient } from '../tensor/without-gradient.js';
import { chosen } from '../values/chosen.js';
import { condition } from '../values/condition.js';
import { latents } from '../values/latents.js';
import { network } from '../values/network.js';
import { origins } from '../values/origins.js';
import { pyramid } from '../values/pyramid.js';
import { sigma } from '../values/sigma.js';
import { unbounded } from '../values/unbounded.js';

/**
 * The latents of the network after a first pass over a training batch, as constants; in the second pass the network is conditioned on them.
 *
 * in   noisy  L × [B, f, h, w, C], sigma per patch, origins, the network; condition of the B items, null where left out
 *      chosen for each of the B items, whether it sees its latents; they are zero for the others
 * out  latents [L·B·m, z], level by level; undefined if no item is chosen or the cascade does not have selfCondition
 * fails E_CONDITION when the condition is not what the cascade takes
 * source Jabri et al. 2022 (RIN), §3.3: nine of ten items are chosen, and no gradient flows into the first pass
 */
export const denoiseFirstLook = pure({
  id: 'denoise.first-look',
  summary: 'Latents of a first pass, for a network that conditions on itself',
  in: {
    network: network(),
    noisy: unbounded(pyramid()),
    sigma: sigma(),
    origins: origins(),
    chosen: chosen(),
    condition: optional(condition()),
  },
  with: {},
  out: { latents: latents() },
  run: ({ network, noisy, sigma, origins, chosen, condition }) => {
    if (!network.cascade.network.selfCondition || !chosen.includes(true)) return { latents: undefined };
    checkCondition(network.cascade, condition, chosen.length);
    const look = withoutGradient<tf.Tensor2D>(() => {
      const inputs = preconditionPyramid(network.cascade, noisy, sigma);
      const levels = evaluatePyramid(network, inputs, origins, condition).flatMap(({ latents }) => latents ?? []);
      const all = tf.concat<tf.Tensor2D>(levels);
      const [rows, z] = all.shape;
      const mask = tf.tensor3d(chosen.map(Number), [1, chosen.length, 1]);
      const items = tf.reshape(all, [levels.length, chosen.length, (rows / levels.length / chosen.length) * z]);
      return tf.reshape(tf.mul(items, mask), [rows, z]);
    });
    return { latents: look };
  },
});
