import { tf } from '../tensor/tf.js';
import { CONTEXT_OVERLAP, int, optional, pure, type Size } from '../../dsl/index.js';
import { conditionTiles, halvesOf, joinChunks, rowsOfTiles, twice } from '../diffusion/guide.js';
import { preconditionInput } from '../diffusion/preconditioning.js';
import { checkCondition, type Condition } from '../network/condition.js';
import { evaluateLevel, encodeLevel, type BlockInputs, type Network } from '../network/denoiser.js';
import { unitNoise } from '../diffusion/unit-noise.js';
import { refuseWithoutContext } from '../values/refuse-level.js';
import { condition as conditionPort } from '../values/condition.js';
import { network } from '../values/network.js';
import { video } from '../values/video.js';
import { cutTiles } from '../tiles/cut-tiles.js';
import { tilingOf } from '../tiles/tiling.js';
import { context as contextPort } from '../values/context.js';
import { type LevelContext, type ProjectedContext } from '../tiles/level-context.js';
import { projectTiles } from '../tiles/project-tiles.js';

const ENCODING_OVERLAP: Size = [CONTEXT_OVERLAP, CONTEXT_OVERLAP, CONTEXT_OVERLAP];

/**
 * Make the context that finer levels read from a finished level: add noise to its video once, cut it into tiles, and keep the
 * tokens that enter each block.
 *
 * With guidance, the tokens with the condition and those without are kept; each half of a finer level reads its own.
 *
 * in   video    [B, F, H, W, C], the level's finished video; the network; context of coarser levels
 *      condition of the B videos; null if left out
 * out  context  of the coarser levels and of this one
 * fails E_CONDITION when the condition is not what the cascade takes
 * source HPDM §4.4 (cached inference), §4.1
 */
export const contextEncode = pure({
  id: 'context.encode',
  summary: 'Make the context that finer levels read from a finished level',
  in: {
    video: video('B', 'F', 'H', 'W', 'C'),
    network: network(),
    context: optional(contextPort()),
    condition: optional(conditionPort()),
  },
  with: {
    level: int('level of the video', { min: 0 }),
    seed: int('seed of the context noise', { default: 0 }),
    batch: int('patches per call of the network', { default: 64, min: 1, unit: 'patches' }),
  },
  out: { context: contextPort('N') },
  dimensions: ({ level }) => ({ K: level, N: level + 1 }),
  check: refuseWithoutContext,
  run: ({ video, network, context, condition }, { level, seed, batch }) => {
    const { cascade } = network;
    const finished = (context ?? []).map(share);
    if (!cascade.levels.some((_, finer) => finer > level)) return { context: finished };
    checkCondition(cascade, condition, video.shape[0]);
    const { contextNoise = 0 } = cascade.levels[level] ?? {};
    const tiling = tilingOf(cascade, level, ENCODING_OVERLAP);
    const blocks = tf.tidy(() => {
      const noise = unitNoise(video.shape, { seed, purpose: 'context', level });
      const noisy = cutTiles(tf.add(video, tf.mul(noise, contextNoise)), tiling, cascade.patch);
      const projected = projectTiles(network, level, tiling, context ?? []);
      return encodeTiles({ network, level, noisy, sigma: contextNoise, projected, condition }, batch);
    });
    return { context: [...finished, { level, tiling, videos: video.shape[0] * halvesOf(condition), blocks }] };
  },
});

/** All tiles of a finished level with noise added, [B·P, f, h, w, C], and the other inputs of the network. */
interface Finished {
  readonly network: Network;
  readonly level: number;
  readonly noisy: tf.Tensor5D;
  readonly sigma: number;
  readonly projected: ProjectedContext;
  readonly condition: Condition | undefined;
}

/** The tokens that enter each block, `batch` patches at a time. */
function encodeTiles(finished: Finished, batch: number): (tf.Tensor2D | undefined)[] {
  const total = finished.noisy.shape[0];
  const halves = halvesOf(finished.condition);
  const step = Math.max(1, Math.floor(batch / halves));
  const chunks: BlockInputs[] = [];
  for (let start = 0; start < total; start += step) {
    const count = Math.min(step, total - start);
    // tidy needs a mutable array
    chunks.push(tf.tidy(() => [...encodeChunk(finished, start, count)] as tf.Tensor2D[]));
  }
  return Array.from({ length: finished.network.cascade.network.blocks }, (_, block) => {
    const parts = chunks.flatMap((chunk) => chunk[block] ?? []);
    return parts.length === 0 ? undefined : joinChunks(parts, halves);
  });
}

function encodeChunk(
  { network, level, noisy, sigma, projected, condition }: Finished,
  start: number,
  count: number,
): BlockInputs {
  const { noise, levels, network: shape } = network.cascade;
  const total = noisy.shape[0];
  const halves = halvesOf(condition);
  const tiles = tf.slice(noisy, [start, 0, 0, 0, 0], [count, -1, -1, -1, -1]);
  const sigmas = Array.from({ length: count }, () => sigma);
  const once = preconditionInput(tiles, sigmas, noise.sigmaData, levels[level]?.inputScale ?? 1);
  const input = { level, patches: twice(once.patches, halves), noise: twice(once.noise, halves) };
  const own = projected.map((rows) => (rows === undefined ? rows : rowsOfTiles(rows, start, count, total, halves)));
  const seen = conditionTiles(condition, start, count, total);
  // as in training, the tokens that are kept come from a second pass, which sees the latents of the first
  const previous = shape.selfCondition ? evaluateLevel(network, input, own, seen).latents : undefined;
  return encodeLevel(network, { ...input, previous }, own, seen);
}

/** A copy of the context that its receiver may dispose; cloned tensors share their data. */
const share = ({ blocks, ...rest }: LevelContext): LevelContext => ({
  ...rest,
  blocks: blocks.map((tensor) => (tensor === undefined ? undefined : tf.clone(tensor))),
});
