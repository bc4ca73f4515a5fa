import { optional, pure } from '../../dsl/index.js';
import { checkCondition } from '../network/condition.js';
import { evaluatePyramid } from '../network/denoiser.js';
import { condition as conditionPort } from '../values/condition.js';
import { network } from '../values/network.js';
import { origins } from '../values/origins.js';
import { pyramid as pyramidPort } from '../values/pyramid.js';
import { sigma } from '../values/sigma.js';
import { unbounded } from '../values/unbounded.js';
import { preconditionInput } from '../diffusion/preconditioning.js';
import { dropConditions, previousLatents } from './training-draws.js';

/**
 * The network on one noisy patch of every level at once, finer levels reading coarser ones.
 *
 * While it is trained, some items lose their condition (the cascade's `condition.dropout`), and with `selfCondition` most see
 * their own latents of a first look that no gradient flows into.
 *
 * in   noisy  L × [B, f, h, w, C], sigma per patch, origins, the network; condition of the B items, null where left out
 * out  output F, L × [B, f, h, w, C]
 * fails E_CONDITION when the condition is not what the cascade takes
 * source HPDM §3, eq. 4 and 7–9; RIN §3.3
 */
export const denoisePyramid = pure({
  id: 'denoise.pyramid',
  summary: 'The network on one noisy patch of every level',
  in: {
    network: network(),
    noisy: unbounded(pyramidPort()),
    sigma: sigma(),
    origins: origins(),
    condition: optional(conditionPort()),
  },
  with: {},
  out: { output: unbounded(pyramidPort()) },
  run: ({ network, noisy, sigma, origins, condition }) => {
    const { levels, noise } = network.cascade;
    const items = noisy[0]?.shape[0] ?? 0;
    checkCondition(network.cascade, condition, items);
    const seen = dropConditions(network, condition, items);
    const inputs = noisy.map((patches, level) => ({
      level,
      ...preconditionInput(patches, sigma[level] ?? [], noise.sigmaData, levels[level]?.inputScale ?? 1),
    }));
    const previous = previousLatents(network, items, () => evaluatePyramid(network, inputs, origins, seen));
    const informed = inputs.map((input, level) => ({ ...input, previous: previous[level] }));
    return { output: evaluatePyramid(network, informed, origins, seen).map(({ output }) => output) };
  },
});
