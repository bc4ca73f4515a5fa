import { pure } from '../../dsl/index.js';
import { denoisePyramid } from '../network/denoiser.js';
import { network, origins, pyramid as pyramidPort, sigma, unbounded } from '../ports.js';
import { preconditionInput } from './preconditioning.js';

/**
 * The network on one noisy patch of every level at once, finer levels reading coarser ones.
 *
 * in   noisy  L × [B, f, h, w, C], sigma per patch, origins, the network
 * out  output F, L × [B, f, h, w, C]
 * source HPDM §3, eq. 4 and 7–9
 */
export const pyramid = pure({
  id: 'denoise.pyramid',
  summary: 'The network on one noisy patch of every level',
  in: { network: network(), noisy: unbounded(pyramidPort()), sigma: sigma(), origins: origins() },
  with: {},
  out: { output: unbounded(pyramidPort()) },
  run: ({ network, noisy, sigma, origins }) => {
    const { levels, noise } = network.cascade;
    const inputs = noisy.map((patches, level) => ({
      level,
      ...preconditionInput(patches, sigma[level] ?? [], noise.sigmaData, levels[level]?.inputScale ?? 1),
    }));
    return { output: denoisePyramid(network, inputs, origins) };
  },
});
