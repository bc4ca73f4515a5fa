import { tf } from '../tensor/tf.js';
import { int, pure } from '../../dsl/index.js';
import { projected as projectedPort } from '../context/context.js';
import { denoiseLevel } from '../network/denoiser.js';
import { tokenCount } from '../network/shape.js';
import { refuseLevel } from '../refuse-level.js';
import { network, patches as patchesPort, sigma } from '../ports.js';
import { denoised, preconditionInput } from './preconditioning.js';

/**
 * Denoise all tiles of a level at one noise level: D = c_skip · x̃ + c_out · F.
 *
 * in   patches   noisy tiles, [B·P, f, h, w, C]; one σ for all of them; the level's projected context
 * out  denoised  the same shape
 * source HPDM §4.4; EDM eq. 7
 */
export const level = pure({
  id: 'denoise.level',
  summary: 'Denoise all tiles of a level at one noise level',
  in: {
    patches: patchesPort('B·P', 'f', 'h', 'w', 'C'),
    sigma: sigma(1, 1),
    network: network(),
    context: projectedPort(),
  },
  with: {
    level: int('level of the tiles', { min: 0 }),
    batch: int('tiles that go through the network together', { default: 64, min: 1, unit: 'tiles' }),
  },
  out: { denoised: patchesPort('B·P', 'f', 'h', 'w', 'C') },
  check: refuseLevel,
  run: ({ patches, sigma, network, context }, { level, batch }) => {
    const { noise, levels } = network.cascade;
    const n = tokenCount(network.cascade);
    const [value = 0] = sigma[0] ?? [];
    const total = patches.shape[0];
    const chunks: tf.Tensor5D[] = [];
    for (let start = 0; start < total; start += batch) {
      const count = Math.min(batch, total - start);
      const chunk = tf.tidy(() => {
        const noisy = tf.slice(patches, [start, 0, 0, 0, 0], [count, -1, -1, -1, -1]);
        const sigmas = Array.from({ length: count }, () => value);
        const input = preconditionInput(noisy, sigmas, noise.sigmaData, levels[level]?.inputScale ?? 1);
        const own = context.map((rows) =>
          rows === undefined ? rows : tf.slice(rows, [start * n, 0], [count * n, -1]),
        );
        return denoised(noisy, denoiseLevel(network, { level, ...input }, own), sigmas, noise.sigmaData);
      });
      chunks.push(chunk);
    }
    return { denoised: chunks.length === 1 ? (chunks[0] as tf.Tensor5D) : tf.concat(chunks) };
  },
});
