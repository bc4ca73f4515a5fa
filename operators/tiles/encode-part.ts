import { allPieces, besides, levelOf, orElse, type Cascade, type InPieces } from '../../dsl/index.js';
import { addBase } from '../diffusion/add-base.js';
import { conditionFrom, halvesOf, joinOwnChunks, twice } from '../diffusion/guide.js';
import { denoised, preconditioning } from '../diffusion/preconditioning.js';
import { unitNoise } from '../diffusion/unit-noise.js';
import { encodeLevel, encodeWithOutput, firstLook, type FirstLook } from '../network/encode-level.js';
import { tf } from '../tensor/tf.js';
import { collectBlocks } from './collect-blocks.js';
import { cutTiles } from './cut-tiles.js';
import { halvesRead } from './halves-read.js';
import type { LevelContext, SampledContext } from './level-context.js';
import type { PartToEncode } from './part-to-encode.js';
import { isContextInFiles, patchesTogether } from './plan-tiles.js';
import { amongMembers } from './among-members.js';
import { throughNetwork, type Chunk, type LevelTiles } from './through-network.js';
import { contextTilingOf, type Tiling } from './tiling.js';

/**
 * What finer levels read of a finished level: noise is added to its video, its tiles go through the network, and the tokens that enter each
 * block are kept; where the cascade says pixels or residual, also the tiles themselves and the estimates of them.
 *
 * source HPDM §4.4 (cached inference), §4.1
 */
export function* encodePart(part: PartToEncode): InPieces<LevelContext> {
  const { network, level, video, frame, along, coarser } = part;
  const { cascade } = network;
  const condition = conditionFrom(part.condition, cascade, level + 1);
  const { contextNoise } = levelOf(cascade, level);
  const [all, hs, ws] = contextTilingOf(cascade, level);
  const tiling: Tiling = [all.slice(...(along ?? [])), hs, ws];
  const [videos, halves] = [video.shape[0], halvesOf(condition)];
  const load = { cascade, level, videos, halves, precision: network.precision, slabs: part.slabs };
  const batch = patchesTogether(load, part.batch, part.memory);
  const wantsFiles = isContextInFiles(load, part.memory);
  const inFiles = network.members?.meet([level, frame, part.first], wantsFiles) ?? wantsFiles;
  const noisy = tf.tidy(() => {
    const noise = unitNoise(video.shape, { seed: part.seed, purpose: 'context', level, first: part.first, frame });
    const own: Tiling = [tiling[0].map((start) => start - frame), hs, ws];
    return cutTiles(tf.add(video, tf.mul(noise, contextNoise)), own, cascade.patch);
  });
  const tiles = { network, level, noisy, sigma: contextNoise, condition };
  const first = looksTwice(cascade) ? yield* lookFirst(tiles, tiling, coarser, batch, inFiles) : undefined;
  const projected = { level, tiling, halves: halvesRead(coarser), kept: [], coarser };
  const seen = { ...tiles, context: projected, latents: first?.latents };
  const encoded = yield* encodeTiles(seen, batch, inFiles, first?.blocks ?? []);
  const pixels = cascade.network.pixels
    ? tf.mul<tf.Tensor5D>(noisy, preconditioning(contextNoise, cascade.noise.sigmaData).cIn)
    : undefined;
  return { level, videos, halves, ...(along && { along }), ...encoded, firstLook: first?.blocks ?? [], pixels };
}

/** The same at once; what else it makes is freed. */
export const encodeAtOnce = (part: PartToEncode): LevelContext =>
  tf.tidy(() => allPieces(encodePart(part)) as unknown as tf.TensorContainer) as unknown as LevelContext;

/**
 * What finer levels read of the tiles, `batch` patches at a time: the tokens that enter each block and, if they read them, the estimates.
 *
 * @param firstLook what they read of the first look, which is needed
 */
function* encodeTiles(
  tiles: LevelTiles,
  batch: number,
  inFiles: boolean,
  firstLook: LevelContext['blocks'],
): InPieces<Pick<LevelContext, 'blocks' | 'estimates'>> {
  const { network, condition, noisy, latents } = tiles;
  const { sigmaData } = network.cascade.noise;
  const halves = halvesOf(condition);
  const { own, all } = amongMembers(tiles, inFiles);
  const collector = collectBlocks(network, noisy.shape[0], halves, inFiles);
  const evaluate = ({ start, noisy, sigmas, input, context, base, condition }: Chunk) => {
    if (!network.cascade.network.residual) {
      return { blocks: collector.add(start, encodeLevel(network, input, context, condition)) };
    }
    const { blocks, output } = encodeWithOutput(network, input, context, condition);
    const whole = addBase(output, base, sigmas.slice(0, 1), sigmaData);
    const both = Array.from({ length: halves }, () => sigmas).flat();
    return { blocks: collector.add(start, blocks), estimate: denoised(twice(noisy, halves), whole, both, sigmaData) };
  };
  const unused = (): void => {
    collector.drop();
    firstLook.forEach((tokens) => tokens?.dispose());
  };
  const needed = [noisy, latents, firstLook];
  const chunks = yield* orElse(unused, besides(needed, throughNetwork(tiles, batch, evaluate, own)));
  const estimates = chunks.flatMap(({ estimate }) => estimate ?? []);
  return {
    blocks: collector.collected(chunks.map(({ blocks }) => blocks)).map((block) => all(block, halves)),
    estimates: estimates.length === 0 ? undefined : all(joinOwnChunks(estimates, halves), halves),
  };
}

/** Whether what finer levels read comes from a second look. */
const looksTwice = ({ network: { selfCondition, fusion, residual } }: Cascade): boolean =>
  selfCondition && (fusion !== 'none' || residual);

/**
 * The first look at the tiles, `batch` patches at a time. As in training, the latents of all levels come from a pass without latents, so
 * here a level reads the first look of the coarser ones.
 */
function* lookFirst(
  tiles: Omit<LevelTiles, 'context'>,
  tiling: Tiling,
  coarser: SampledContext,
  batch: number,
  inFiles: boolean,
): InPieces<Pick<FirstLook, 'latents'> & Pick<LevelContext, 'blocks'>> {
  const { network, level, condition } = tiles;
  const { cascade } = network;
  // the last level is not encoded, so the first look of the level before it is not read
  const isRead = level + 2 < cascade.levels.length;
  const halves = halvesOf(condition);
  const context = { level, tiling, halves: halvesRead(coarser), kept: [], coarser: coarser.map(firstLookOf) };
  const { own, all } = amongMembers(tiles, inFiles);
  const { add, collected, drop } = collectBlocks(network, tiles.noisy.shape[0], halves, inFiles);
  const evaluate = ({ start, input, context, condition }: Chunk) => {
    const { latents, blocks } = firstLook(network, input, context, condition);
    return { latents, blocks: isRead ? add(start, blocks) : [] };
  };
  const chunks = yield* orElse(drop, besides(tiles.noisy, throughNetwork({ ...tiles, context }, batch, evaluate, own)));
  const latents = chunks.flatMap((chunk) => chunk.latents ?? []);
  const blocks = chunks.map((chunk) => chunk.blocks);
  return {
    latents: latents.length === 0 ? undefined : all(joinOwnChunks(latents, halves), halves),
    blocks: isRead ? collected(blocks).map((block) => all(block, halves)) : [],
  };
}

/** The context that the first look of finer levels reads. */
const firstLookOf = (context: LevelContext): LevelContext => ({ ...context, blocks: context.firstLook });
