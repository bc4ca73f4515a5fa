import { tf } from '../tensor/tf.js';
import { int, optional, pure } from '../../dsl/index.js';
import { projected as projectedPort } from '../values/context.js';
import { type ProjectedContext } from '../tiles/level-context.js';
import { checkCondition, type Condition } from '../network/condition.js';
import { evaluateLevel, type Network } from '../network/denoiser.js';
import { refuseLevel } from '../values/refuse-level.js';
import { tileCount, tilingOf } from '../tiles/tiling.js';
import { condition as conditionPort } from '../values/condition.js';
import { latents as latentsPort } from '../values/latents.js';
import { network as networkPort } from '../values/network.js';
import { patches as patchesPort } from '../values/patches.js';
import { sigma } from '../values/sigma.js';
import { conditionTiles, guide, halvesOf, joinChunks, rowsOfTiles, twice } from '../diffusion/guide.js';
import { denoised, preconditionInput } from '../diffusion/preconditioning.js';

/** Default number of patches per call of the network. */
export const CHUNK = 64;

/**
 * Denoise all tiles of a level at one noise level: D = c_skip · x̃ + c_out · F.
 *
 * With guidance w ≠ 1, every tile goes through the network twice: D_null + w · (D_condition − D_null).
 *
 * in   patches   noisy tiles, [B·P, f, h, w, C]; one σ for all of them; the level's projected context
 *      condition of the B videos; null if left out
 *      latents   of the previous step, for self-conditioning; none if left out
 * out  denoised  the same shape as patches
 *      latents   for the next step; none unless the cascade has selfCondition
 * fails E_CONDITION when the condition is not what the cascade takes
 * source HPDM §4.4; EDM eq. 7; Ho and Salimans 2022 (guidance)
 */
export const denoiseLevel = pure({
  id: 'denoise.level',
  summary: 'Denoise all tiles of a level at one noise level',
  in: {
    patches: patchesPort('B·P', 'f', 'h', 'w', 'C'),
    sigma: sigma(1, 1),
    network: networkPort(),
    context: projectedPort(),
    condition: optional(conditionPort()),
    latents: optional(latentsPort()),
  },
  with: {
    level: int('level of the tiles', { min: 0 }),
    batch: int('patches per call of the network', { default: CHUNK, min: 1, unit: 'patches' }),
  },
  out: { denoised: patchesPort('B·P', 'f', 'h', 'w', 'C'), latents: latentsPort() },
  check: refuseLevel,
  run: (inputs, { level, batch }) =>
    tf.tidy(() => {
      const { patches, network, condition } = inputs;
      const { cascade } = network;
      const total = patches.shape[0];
      checkCondition(cascade, condition, total / tileCount(tilingOf(cascade, level)));
      const halves = halvesOf(condition);
      const step = Math.max(1, Math.floor(batch / halves));
      const chunks: { denoised: tf.Tensor5D; latents: tf.Tensor2D | undefined }[] = [];
      for (let start = 0; start < total; start += step) {
        chunks.push(tf.tidy(() => denoiseTiles(inputs, level, start, Math.min(step, total - start))));
      }
      const parts = chunks.map(({ denoised }) => denoised);
      const thoughts = chunks.flatMap(({ latents }) => latents ?? []);
      return {
        denoised: parts.length === 1 ? (parts[0] as tf.Tensor5D) : tf.concat(parts),
        latents: thoughts.length === 0 ? undefined : joinChunks(thoughts, halves),
      };
    }),
});

/** All tiles of a level and the other inputs of the network. */
interface Tiles {
  readonly patches: tf.Tensor5D;
  readonly sigma: readonly (readonly number[])[];
  readonly network: Network;
  readonly context: ProjectedContext;
  readonly condition: Condition | undefined;
  readonly latents: tf.Tensor2D | undefined;
}

/** Pass tiles `start` to `start + count` through the network, with guidance in both halves. */
function denoiseTiles(
  { patches, sigma, network, context, condition, latents }: Tiles,
  level: number,
  start: number,
  count: number,
) {
  const { noise, levels, network: shape } = network.cascade;
  const total = patches.shape[0];
  const halves = halvesOf(condition);
  const rows = (all: tf.Tensor2D | undefined) =>
    all === undefined ? all : rowsOfTiles(all, start, count, total, halves);
  const noisy = tf.slice(patches, [start, 0, 0, 0, 0], [count, -1, -1, -1, -1]);
  const sigmas = Array.from({ length: count }, () => sigma[0]?.[0] ?? 0);
  const once = preconditionInput(noisy, sigmas, noise.sigmaData, levels[level]?.inputScale ?? 1);
  const input = { level, patches: twice(once.patches, halves), noise: twice(once.noise, halves) };
  const seen = conditionTiles(condition, start, count, total);
  const left = evaluateLevel(network, { ...input, previous: rows(latents) }, context.map(rows), seen);
  return {
    denoised: denoised(noisy, guide(left.output, condition), sigmas, noise.sigmaData),
    latents: shape.selfCondition ? left.latents : undefined,
  };
}
