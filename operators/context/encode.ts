import { tf } from '../tensor/tf.js';
import { int, levelOf, optional, pure, type Cascade } from '../../dsl/index.js';
import { addBase } from '../diffusion/add-base.js';
import { halvesOf, joinChunks, twice } from '../diffusion/guide.js';
import { denoised, preconditioning } from '../diffusion/preconditioning.js';
import { checkCondition } from '../network/condition.js';
import { encodeLevel, encodeWithOutput, firstLook, type FirstLook } from '../network/encode-level.js';
import { unitNoise } from '../diffusion/unit-noise.js';
import { checkLevelSize } from '../values/check-level-size.js';
import { refuseWithoutContext } from '../values/refuse-level.js';
import { condition as conditionPort } from '../values/condition.js';
import { memoryLimit } from '../values/memory-limit.js';
import { network } from '../values/network.js';
import { video } from '../values/video.js';
import { cutTiles } from '../tiles/cut-tiles.js';
import { contextTilingOf } from '../tiles/tiling.js';
import { context as contextPort } from '../values/context.js';
import type { LevelContext, SampledContext } from '../tiles/level-context.js';
import { isContextInFiles, patchesTogether } from '../tiles/plan-tiles.js';
import { collectBlocks } from '../tiles/collect-blocks.js';
import { shareContext } from '../tiles/share-context.js';
import { CHUNK, throughNetwork, type LevelTiles } from '../tiles/through-network.js';

/**
 * Make the context that finer levels read from a finished level: add noise to its video once, cut it into tiles, and keep the
 * tokens that enter each block; where the cascade says pixels or residual, also the tiles themselves and the estimates of them.
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
    memory: memoryLimit(),
  },
  out: { context: contextPort('N') },
  dimensions: ({ level }) => ({ K: level, N: level + 1 }),
  check: refuseWithoutContext,
  run: ({ video, network, context, condition }, { level, seed, batch: most, memory }) => {
    const { cascade } = network;
    checkLevelSize(video.shape, cascade, level);
    const coarser = context ?? [];
    const finished = coarser.map(shareContext);
    if (!cascade.levels.some((_, finer) => finer > level)) return { context: finished };
    checkCondition(cascade, condition, video.shape[0]);
    const { contextNoise } = levelOf(cascade, level);
    const tiling = contextTilingOf(cascade, level);
    const [videos, halves] = [video.shape[0], halvesOf(condition)];
    const load = { cascade, level, videos, halves };
    const batch = patchesTogether(load, most, memory);
    const inFiles = isContextInFiles(load, memory);
    const read = scoped(() => {
      const noise = unitNoise(video.shape, { seed, purpose: 'context', level });
      const noisy = cutTiles(tf.add(video, tf.mul(noise, contextNoise)), tiling, cascade.patch);
      const tiles = { network, level, noisy, sigma: contextNoise, condition };
      const first = looksTwice(cascade) ? lookFirst(tiles, coarser, batch, inFiles) : undefined;
      const projected = { level, tiling, halves, kept: [], coarser };
      const seen = { ...tiles, context: projected, latents: first?.latents };
      const { blocks, estimates } = encodeTiles(seen, batch, inFiles);
      const pixels = cascade.network.pixels
        ? tf.mul<tf.Tensor5D>(noisy, preconditioning(contextNoise, cascade.noise.sigmaData).cIn)
        : undefined;
      return { blocks: [...blocks], firstLook: [...(first?.blocks ?? [])], pixels, estimates };
    });
    return { context: [...finished, { level, videos, halves, ...read }] };
  },
});

/** What finer levels read of the tiles, `batch` patches at a time: the tokens that enter each block and, if they read them, the estimates. */
function encodeTiles(tiles: LevelTiles, batch: number, inFiles: boolean): Pick<LevelContext, 'blocks' | 'estimates'> {
  const { network, condition } = tiles;
  const { sigmaData } = network.cascade.noise;
  const halves = halvesOf(condition);
  const { add, collected } = collectBlocks(network, tiles.noisy.shape[0], halves, inFiles);
  const chunks = throughNetwork(tiles, batch, ({ start, noisy, sigmas, input, context, base, condition }) => {
    if (!network.cascade.network.residual) {
      return { blocks: add(start, encodeLevel(network, input, context, condition)) };
    }
    const { blocks, output } = encodeWithOutput(network, input, context, condition);
    const whole = addBase(output, base, sigmas.slice(0, 1), sigmaData);
    const both = Array.from({ length: halves }, () => sigmas).flat();
    return { blocks: add(start, blocks), estimate: denoised(twice(noisy, halves), whole, both, sigmaData) };
  });
  const estimates = chunks.flatMap(({ estimate }) => estimate ?? []);
  return {
    blocks: collected(chunks.map(({ blocks }) => blocks)),
    estimates: estimates.length === 0 ? undefined : joinChunks(estimates, halves),
  };
}

/** Whether what finer levels read comes from a second look. */
const looksTwice = ({ network: { selfCondition, fusion, residual } }: Cascade): boolean =>
  selfCondition && (fusion !== 'none' || residual);

/**
 * The first look at the tiles, `batch` patches at a time. As in training, the latents of all levels come from a pass without latents, so
 * here a level reads the first look of the coarser ones.
 */
function lookFirst(
  tiles: Omit<LevelTiles, 'context'>,
  coarser: SampledContext,
  batch: number,
  inFiles: boolean,
): Pick<FirstLook, 'latents'> & Pick<LevelContext, 'blocks'> {
  const { network, level, condition } = tiles;
  const { cascade } = network;
  // the last level is not encoded, so the first look of the level before it is not read
  const isRead = level + 2 < cascade.levels.length;
  return scoped(() => {
    const tiling = contextTilingOf(cascade, level);
    const halves = halvesOf(condition);
    const context = { level, tiling, halves, kept: [], coarser: coarser.map(firstLookOf) };
    const { add, collected } = collectBlocks(network, tiles.noisy.shape[0], halves, inFiles);
    const chunks = throughNetwork({ ...tiles, context }, batch, ({ start, input, context, condition }) => {
      const { latents, blocks } = firstLook(network, input, context, condition);
      return { latents, blocks: isRead ? add(start, blocks) : [] };
    });
    const latents = chunks.flatMap((chunk) => chunk.latents ?? []);
    const blocks = chunks.map((chunk) => chunk.blocks);
    return {
      latents: latents.length === 0 ? undefined : joinChunks(latents, halves),
      blocks: isRead ? collected(blocks) : [],
    };
  });
}

/** `tf.tidy` for results that files are part of. */
const scoped = <T>(work: () => T): T => tf.tidy(work as () => tf.TensorContainer) as T;

/** The context that the first look of finer levels reads. */
const firstLookOf = (context: LevelContext): LevelContext => ({ ...context, blocks: context.firstLook });
