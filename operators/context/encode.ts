import { tf } from '../tensor/tf.js';
import { CONTEXT_OVERLAP, int, levelOf, optional, pure, type Size } from '../../dsl/index.js';
import { halvesOf, joinChunks } from '../diffusion/guide.js';
import { checkCondition } from '../network/condition.js';
import { evaluateLevel } from '../network/evaluate-level.js';
import { encodeLevel } from '../network/encode-level.js';
import { unitNoise } from '../diffusion/unit-noise.js';
import { checkLevelSize } from '../values/check-level-size.js';
import { refuseWithoutContext } from '../values/refuse-level.js';
import { condition as conditionPort } from '../values/condition.js';
import { network } from '../values/network.js';
import { video } from '../values/video.js';
import { cutTiles } from '../tiles/cut-tiles.js';
import { tilingOf } from '../tiles/tiling.js';
import { context as contextPort } from '../values/context.js';
import { type LevelContext } from '../tiles/level-context.js';
import { projectTiles } from '../tiles/project-tiles.js';
import { CHUNK, throughNetwork, type LevelTiles } from '../tiles/through-network.js';

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
    batch: int('patches per call of the network', { default: CHUNK, min: 1, unit: 'patches' }),
  },
  out: { context: contextPort('N') },
  dimensions: ({ level }) => ({ K: level, N: level + 1 }),
  check: refuseWithoutContext,
  run: ({ video, network, context, condition }, { level, seed, batch }) => {
    const { cascade } = network;
    checkLevelSize(video.shape, cascade, level);
    const finished = (context ?? []).map(share);
    if (!cascade.levels.some((_, finer) => finer > level)) return { context: finished };
    checkCondition(cascade, condition, video.shape[0]);
    const { contextNoise } = levelOf(cascade, level);
    const tiling = tilingOf(cascade, level, ENCODING_OVERLAP);
    const blocks = tf.tidy(() => {
      const noise = unitNoise(video.shape, { seed, purpose: 'context', level });
      const noisy = cutTiles(tf.add(video, tf.mul(noise, contextNoise)), tiling, cascade.patch);
      const projected = projectTiles(network, level, tiling, context ?? []);
      return encodeTiles({ network, level, noisy, sigma: contextNoise, context: projected, condition }, batch);
    });
    return { context: [...finished, { level, tiling, videos: video.shape[0] * halvesOf(condition), blocks }] };
  },
});

/** The tokens that enter each block, `batch` patches at a time. */
function encodeTiles(tiles: LevelTiles, batch: number): (tf.Tensor2D | undefined)[] {
  const { network, condition } = tiles;
  const shape = network.cascade.network;
  const chunks = throughNetwork(tiles, batch, ({ input, context, condition }) => {
    // as in training, the tokens that are kept come from a second pass, which sees the latents of the first
    const previous = shape.selfCondition ? evaluateLevel(network, input, context, condition).latents : undefined;
    // tidy needs a mutable array
    return [...encodeLevel(network, { ...input, previous }, context, condition)] as tf.Tensor2D[];
  });
  return Array.from({ length: shape.blocks }, (_, block) => {
    const parts = chunks.flatMap((chunk) => chunk[block] ?? []);
    return parts.length === 0 ? undefined : joinChunks(parts, halvesOf(condition));
  });
}

/** A copy of the context that its receiver may dispose; cloned tensors share their data. */
const share = ({ blocks, ...rest }: LevelContext): LevelContext => ({
  ...rest,
  blocks: blocks.map((tensor) => (tensor === undefined ? undefined : tf.clone(tensor))),
});
