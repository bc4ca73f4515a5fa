import { itemAt, optional, pure } from '../../dsl/index.js';
import { checkCondition, nullCondition } from '../network/condition.js';
import { evaluatePyramid } from '../network/evaluate-pyramid.js';
import { condition as conditionPort } from '../values/condition.js';
import { latents as latentsPort } from '../values/latents.js';
import { network } from '../values/network.js';
import { origins } from '../values/origins.js';
import { pyramid as pyramidPort } from '../values/pyramid.js';
import { sigma } from '../values/sigma.js';
import { unbounded } from '../values/unbounded.js';
import { addBases } from '../diffusion/add-bases.js';
import { preconditionPyramid } from '../diffusion/precondition-pyramid.js';
import { tf } from '../tensor/tf.js';

/**
 * Run the network on one noisy patch of every level at once; finer levels read coarser ones.
 *
 * in   noisy  L × [B, f, h, w, C], sigma per patch, origins, the network; condition of the B items, null if left out
 *      latents of denoise.first-look, for self-conditioning; none if left out
 * out  output F, L × [B, f, h, w, C]; where the cascade says residual, with what the coarser level's estimate adds to it
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
    latents: optional(latentsPort()),
  },
  with: {},
  out: { output: unbounded(pyramidPort()) },
  run: ({ network, noisy, sigma, origins, latents, ...given }) => {
    const count = itemAt(noisy, 0).shape[0];
    checkCondition(network.cascade, given.condition, count);
    // written out, so that in training the loss depends on every weight
    const condition = given.condition ?? nullCondition(network.cascade, count);
    const previous = latents === undefined ? [] : tf.split<tf.Tensor2D>(latents, noisy.length);
    const inputs = preconditionPyramid(network.cascade, noisy, sigma).map((input, level) => ({
      ...input,
      previous: previous[level],
    }));
    const outputs = evaluatePyramid(network, inputs, origins, condition).map(({ output }) => output);
    const { residual } = network.cascade.network;
    return { output: residual ? addBases(network.cascade, outputs, { noisy, sigma, origins }) : outputs };
  },
});
