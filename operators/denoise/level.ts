import { tf } from '../tensor/tf.js';
import { allPieces, HpdmError, int, itemAt, levelOf, optional, pure } from '../../dsl/index.js';
import type { Cascade, InPieces, Settings, Values } from '../../dsl/index.js';
import { projected as projectedPort } from '../values/context.js';
import { checkCondition } from '../network/condition.js';
import { evaluateLevel } from '../network/evaluate-level.js';
import { refuseWithoutShift } from '../values/refuse-without-shift.js';
import { refuseLevel } from '../values/refuse-level.js';
import { amongMembers } from '../tiles/among-members.js';
import { CHUNK, throughNetwork, type Chunk, type LevelTiles } from '../tiles/through-network.js';
import type { ProjectedContext, ProjectedParts } from '../tiles/level-context.js';
import { planTiles } from '../tiles/plan-tiles.js';
import { tileGrid, type Shift } from '../tiles/tile-grid.js';
import { tileCount } from '../tiles/tiling.js';
import { condition as conditionPort } from '../values/condition.js';
import { latents as latentsPort } from '../values/latents.js';
import { memoryLimit } from '../values/memory-limit.js';
import { network as networkPort } from '../values/network.js';
import { part as partPort } from '../values/part.js';
import { patches as patchesPort } from '../values/patches.js';
import { shift as shiftPort } from '../values/shift.js';
import { sigma } from '../values/sigma.js';
import { cycleSpin, spinsAt } from '../diffusion/cycle-spin.js';
import { addBase } from '../diffusion/add-base.js';
import { keepDetail } from '../diffusion/keep-detail.js';
import { conditionAt, conditionFrom, guide, halvesOf, joinChunks } from '../diffusion/guide.js';
import { denoised } from '../diffusion/preconditioning.js';

const IN = {
  patches: patchesPort('B·P', 'f', 'h', 'w', 'C'),
  sigma: sigma(1, 1),
  network: networkPort(),
  context: projectedPort(),
  condition: optional(conditionPort()),
  latents: optional(latentsPort()),
  part: optional(partPort()),
  shift: optional(shiftPort()),
};

const WITH = {
  level: int('level of the tiles', { min: 0 }),
  batch: int('patches per call of the network', { default: CHUNK, min: 1, unit: 'patches' }),
  memory: memoryLimit(),
};

const OUT = { denoised: patchesPort('B·P', 'f', 'h', 'w', 'C'), latents: latentsPort() };

/**
 * Denoise all tiles of a level at one noise level: D = c_skip · x̃ + c_out · F.
 *
 * Where the cascade says residual, F has the estimate of the previous level in it.
 * Up to the σ that it says as cycleSpin, F is the mean of four positions of the token grid.
 * Members that sample together make a part of the tiles each, and get all.
 * Where guidance acts, with w ≠ 1, every tile goes through the network twice: D_null + w · (D_condition − D_null).
 *
 * in   patches   noisy tiles, [B·P, f, h, w, C]; one σ for all of them; the level's projected context
 *      condition of the B videos; null if left out
 *      latents   of the previous step, for self-conditioning; none if left out
 *      shift     how far the tiles are moved in this step, where the cascade says so
 *      part      which part of the level the tiles are of, where it is denoised in parts along time; the first if left out
 * out  denoised  the same shape as patches
 *      latents   for the next step; none unless the cascade has selfCondition
 * fails E_INPUT_MISSING when the cascade says shift and there is none; E_CONDITION when the condition is not what the cascade takes;
 *       E_MEMBER_LOST
 * source HPDM §4.4; EDM eq. 7; Ho and Salimans 2022 (guidance)
 */
export const denoiseLevel = pure({
  id: 'denoise.level',
  summary: 'Denoise all tiles of a level at one noise level',
  in: IN,
  with: WITH,
  out: OUT,
  check: refuseLevel,
  run: (inputs, settings) => tf.tidy(() => allPieces(denoise(inputs, settings))),
  pieces: denoise,
});

/** A piece of the work for each call of the network. */
function* denoise(
  inputs: Values<typeof IN>,
  { level, batch: most, memory }: Settings<typeof WITH>,
): InPieces<Values<typeof OUT>> {
  const { patches, network, condition, latents } = inputs;
  const { cascade } = network;
  const context = moved(cascade, partOf(inputs.context, inputs.part), inputs.shift);
  const videos = patches.shape[0] / tileCount(context.tiling);
  checkCondition(cascade, condition, videos);
  const { precision } = network;
  const reading = halvesOf(conditionFrom(condition, cascade, level));
  const load = { cascade, level, videos, halves: reading, precision, slabs: inputs.context.slabs };
  const { batch } = planTiles(load, most, memory);
  const sigma = itemAt(itemAt(inputs.sigma, 0), 0);
  const acting = conditionAt(condition, cascade, level, sigma);
  const halves = halvesOf(acting);
  const tiles = { network, level, noisy: patches, sigma, context, condition: acting, latents };
  network.members?.meet([level, inputs.part ?? 0, sigma, patches.shape[0]]);
  const { own, all } = amongMembers(tiles);
  const chunks = yield* throughNetwork(tiles, batch, (chunk) => denoiseChunk({ ...tiles, acting }, chunk), own);
  const parts = chunks.map(({ denoised }) => denoised);
  const thoughts = chunks.flatMap(({ latents }) => latents ?? []);
  return {
    denoised: all(joinChunks(parts, 1), 1),
    latents: thoughts.length === 0 ? undefined : all(joinChunks(thoughts, halves), halves),
  };
}

function denoiseChunk(
  { network, level, sigma, acting }: LevelTiles & { readonly acting: ReturnType<typeof conditionAt> },
  chunk: Chunk,
) {
  const { cascade } = network;
  const { sigmaData } = cascade.noise;
  const look = (patches: tf.Tensor5D) =>
    evaluateLevel(network, { ...chunk.input, patches }, chunk.context, chunk.condition);
  const { output, latents } = (spinsAt(cascade, level, sigma) ? cycleSpin(look) : look)(chunk.input.patches);
  const whole = addBase(output, chunk.base, [sigma], sigmaData);
  const noise = { sigma: [sigma], sigmaData, detail: levelOf(cascade, level).detail };
  const kept = keepDetail(whole, chunk.base, chunk.noisy, noise);
  return {
    denoised: denoised(chunk.noisy, guide(kept, acting), chunk.sigmas, sigmaData),
    latents: cascade.network.selfCondition ? latents : undefined,
  };
}

/** The context for the tiles of this step, which is made anew in every step where the tiles are moved. */
function moved(cascade: Cascade, context: ProjectedContext, shift: Shift | undefined): ProjectedContext {
  const [refusal] = refuseWithoutShift({ cascade, level: context.level }, shift === undefined ? [] : ['shift']);
  if (refusal !== undefined) throw new HpdmError(refusal);
  if (shift === undefined) return context;
  const [, rows, columns] = tileGrid(cascade, context.level, { shift }).tiling;
  return { ...context, tiling: [context.tiling[0], rows, columns] };
}

/** The context of a part. */
function partOf({ first, parts }: ProjectedParts, part = first): ProjectedContext {
  return itemAt(parts, part - first);
}
