import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import type { Cascade, Size } from '../../../dsl/index.js';
import type { SampledContext } from '../../../operators/tiles/level-context.js';
import { contextEncode } from '../../../operators/context/encode.js';
import { contextFuse } from '../../../operators/context/fuse.js';
import { denoiseFirstLook } from '../../../operators/denoise/first-look.js';
import { denoiseLevel } from '../../../operators/denoise/level.js';
import { denoised } from '../../../operators/diffusion/preconditioning.js';
import { denoisePyramid } from '../../../operators/denoise/pyramid.js';
import { pickConditions, type Condition } from '../../../operators/network/condition.js';
import { evaluateLevel } from '../../../operators/network/evaluate-level.js';
import { evaluatePyramid } from '../../../operators/network/evaluate-pyramid.js';
import { encodeLevel } from '../../../operators/network/encode-level.js';
import type { LevelInput } from '../../../operators/network/run-blocks.js';
import { projectPixels } from '../../../operators/network/coarser-pixels.js';
import { projectContext } from '../../../operators/network/fuse.js';
import { contextMatrices } from '../../../operators/network/context-matrices.js';
import { relativeOrigins, type Origin } from '../../../operators/network/origin.js';
import { fusesAt } from '../../../operators/network/fuses-at.js';
import { latentCount } from '../../../operators/network/start-latents.js';
import { tokenGrid } from '../../../operators/network/token-grid.js';
import { unitNoise } from '../../../operators/diffusion/unit-noise.js';
import { cutTiles } from '../../../operators/tiles/cut-tiles.js';
import { tileOrigins, tilingOf } from '../../../operators/tiles/tiling.js';
import { resample } from '../../../operators/tensor/resample.js';
import { onFastBackends, onTensorflow } from '../../backends.js';
import { cascadeKinds, smallCascade } from '../../cascade.js';
import { testContext } from '../../context.js';
import { mixedError, normal } from '../../gradients.js';
import { movedNetwork, nestedOrigins, pyramidInputs, someCondition } from '../../network.js';

/** Four levels, so that a tile has a grandparent beside its parent; the last has tiles that overlap unevenly. */
const sampled = (cascade: Cascade): Cascade => {
  const { levels } = smallCascade({
    levels: [
      { size: [2, 4, 4] },
      { size: [2, 8, 4], contextNoise: 0.3 },
      { size: [2, 16, 8] },
      { size: [4, 32, 8], overlap: [0, 0.25, 0] },
    ],
  });
  return { ...cascade, levels, network: { ...cascade.network, levelsPerBlock: [2, 3, 4] } };
};
const LAST = 3;
const conditional = cascadeKinds
  .filter(([, { condition }]) => condition.kind !== 'none')
  .map(([name, cascade]) => [name, sampled(cascade)] as const);

const VIDEOS = 2;
const SIGMA = 0.7;
const SEED = 11;

/** Of the tiles that hold a patch whole, the one whose centre is nearest, summed over axes; the first of equals. */
function nearestHolding(patch: Origin, size: Size, tiles: readonly Origin[], tileSize: Size): number {
  const distances = tiles.map((tile) =>
    tile.reduce((sum, from, axis) => {
      const [start, inner, outer] = [patch[axis] ?? NaN, size[axis] ?? NaN, tileSize[axis] ?? NaN];
      const holds = from <= start && start + inner <= from + outer;
      return holds ? sum + Math.abs(from + outer / 2 - start - inner / 2) : Infinity;
    }, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

onFastBackends('levels one after the other', () => {
  test.each(cascadeKinds)('%s: give what the pyramid gives, when each hands its tokens to the next', (_, cascade) => {
    const network = movedNetwork(cascade);
    const condition = someCondition(cascade, 3);
    const inputs = pyramidInputs(cascade, 3).map((input) => withPrevious(cascade, input));
    const origins = nestedOrigins(3);
    const whole = evaluatePyramid(network, inputs, origins, condition);
    const encoded: ReturnType<typeof encodeLevel>[] = [];
    inputs.forEach((input, l) => {
      const own = origins[l] ?? [];
      const places = cascade.network.coordinates ? tf.tensor2d(relativeOrigins(cascade, own)) : undefined;
      const projected = cascade.network.levelsPerBlock.map((_, block) => {
        if (!fusesAt(cascade, block, l)) return undefined;
        const sampled = encoded.map((blocks, k) => {
          const volume = tf.reshape<tf.Rank.R5>(blocks[block] as tf.Tensor2D, [3, ...tokenGrid(cascade), 8]);
          return resample(volume, contextMatrices(cascade, l, own, k, origins[k] ?? []));
        });
        const mean = tf.reshape<tf.Rank.R2>(tf.mean(tf.stack(sampled), 0), [-1, 8]);
        return projectContext(network.weights, `blocks.${block}`, mean, places);
      });
      const parent = cascade.network.pixels ? inputs[l - 1] : undefined;
      const coarser =
        parent &&
        projectPixels(
          cascade,
          network.weights,
          resample(parent.patches, contextMatrices(cascade, l, own, l - 1, origins[l - 1] ?? [], cascade.patch)),
        );
      const seeing = { ...input, coarser };
      const { output } = evaluateLevel(network, seeing, projected, condition);
      expect(mixedError(output.dataSync(), whole[l]?.output.dataSync() ?? [])).toBeLessThan(1e-5);
      encoded.push(encodeLevel(network, seeing, projected, condition));
    });
  });

  test.each(conditional)(
    '%s: every tile of a canvas sees what a nested patch in its place was trained to see',
    async (_, cascade) => {
      const scene = sceneOf(cascade);
      const condition = someCondition(cascade, VIDEOS);
      const expected = train(scene, condition);
      const found = await sample(scene, condition, expected.latents);
      expect(found.shape[0]).toBe(VIDEOS * 2 * 11 * 2);
      expect(mixedError(found.dataSync(), expected.denoised.dataSync())).toBeLessThan(2e-5);
    },
  );
});

onTensorflow('levels one after the other', () => {
  test.each(conditional)(
    '%s: guidance goes from the null condition past the condition, in all that is read',
    async (_, cascade) => {
      const scene = sceneOf(cascade);
      const [given, none] = [train(scene, someCondition(cascade, VIDEOS)), train(scene, undefined)];
      const expected = tf.add(none.denoised, tf.mul(tf.sub(given.denoised, none.denoised), 2.5));
      const latents = given.latents && none.latents && tf.concat([given.latents, none.latents]);
      const found = await sample(scene, someCondition(cascade, VIDEOS, 2.5), latents);
      expect(mixedError(found.dataSync(), expected.dataSync())).toBeLessThan(5e-5);
      expect(mixedError(found.dataSync(), given.denoised.dataSync())).toBeGreaterThan(1e-3);
    },
  );
});

/** Latents of an earlier look, where the cascade looks twice. */
function withPrevious(cascade: Cascade, input: LevelInput): LevelInput {
  const { selfCondition, latentWidth } = cascade.network;
  if (!selfCondition) return input;
  const rows = input.patches.shape[0] * latentCount(cascade);
  return { ...input, previous: normal<tf.Tensor2D>(`previous ${input.level}`, [rows, latentWidth]) };
}

/** A network and finished videos of every level. */
function sceneOf(cascade: Cascade) {
  const videos = cascade.levels.map(({ size }, l) => normal<tf.Tensor5D>(`video ${l}`, [VIDEOS, ...size, 2], 0.5));
  const tiling = tilingOf(cascade, LAST);
  const tiles = cutTiles(videos[LAST] as tf.Tensor5D, tiling, cascade.patch);
  return { network: movedNetwork(cascade), videos, tiling, tiles };
}

type Scene = ReturnType<typeof sceneOf>;

/** The last level's tiles denoised the way they are sampled; the latents are those of the tiles' first look. */
async function sample(
  { network, videos, tiles }: Scene,
  condition: Condition | undefined,
  latents: tf.Tensor2D | undefined,
): Promise<tf.Tensor5D> {
  let context: SampledContext | undefined;
  for (const level of [0, 1, 2]) {
    const inputs = { video: videos[level] as tf.Tensor5D, network, context, condition, slab: undefined };
    const encoding = await contextEncode.open({ level, seed: SEED, batch: 11, memory: undefined }, testContext());
    ({ context } = await encoding.next(inputs, 0));
  }
  const fusing = await contextFuse.open({ level: LAST, batch: 50, memory: undefined }, testContext());
  const { projected } = await fusing.next({ network, context, slab: undefined }, 0);
  const given = { condition, latents, part: undefined, shift: undefined };
  const inputs = { patches: tiles, sigma: [[SIGMA]], network, context: projected, ...given };
  return denoiseLevel.run(inputs, { level: LAST, batch: 50, memory: undefined }).denoised;
}

/** The tiling of a level whose tiles overlap by half. */
const halved = (cascade: Cascade, level: number): ReturnType<typeof tilingOf> =>
  tilingOf({ ...cascade, levels: cascade.levels.map((own) => ({ ...own, overlap: [0.5, 0.5, 0.5] })) }, level);

/**
 * The same as a training batch: for every tile, the re-noised coarser patches that hold it, each inside the one before.
 *
 * @returns the last level's tiles denoised, and the latents of their first look if the network has one
 */
function train({ network, videos, tiling, tiles }: Scene, condition: Condition | undefined) {
  const { cascade } = network;
  const patchSize = (l: number): Size =>
    cascade.patch.map((length, axis) => length * (cascade.levels[l]?.factor[axis] ?? NaN)) as unknown as Size;
  const origins: Origin[][] = [tileOrigins(cascade, LAST, tiling)];
  const noisy = [tiles];
  for (const l of [2, 1, 0]) {
    const video = videos[l] as tf.Tensor5D;
    const noise = unitNoise(video.shape, { seed: SEED, purpose: 'context', level: l });
    const renoised = tf.add<tf.Tensor5D>(video, tf.mul(noise, cascade.levels[l]?.contextNoise ?? NaN));
    const half = halved(cascade, l);
    const places = tileOrigins(cascade, l, half);
    const chosen = (origins[0] ?? []).map((o) => nearestHolding(o, patchSize(l + 1), places, patchSize(l)));
    const both = Array.from({ length: VIDEOS }, (_, b) => chosen.map((i) => b * places.length + i)).flat();
    const all = cutTiles(renoised, half, cascade.patch);
    noisy.unshift(
      tf.tensor5d(
        both.flatMap((i) => pick(all, i)),
        tiles.shape,
      ),
    );
    origins.unshift(chosen.map((i) => places[i] as Origin));
  }
  const count = tiles.shape[0];
  const sigma = cascade.levels.map(({ contextNoise }, l) =>
    Array.from({ length: count }, () => (l === LAST ? SIGMA : contextNoise)),
  );
  const perVideo = Array.from({ length: count }, (_, i) => Math.floor((i * VIDEOS) / count));
  const batch = {
    ...{ network, noisy, sigma },
    origins: origins.map((level) => Array.from({ length: VIDEOS }, () => level).flat()),
    condition: condition && pickConditions(condition, perVideo),
  };
  const { latents } = denoiseFirstLook.run({ ...batch, chosen: perVideo.map(() => true) }, {});
  const { output } = denoisePyramid.run({ ...batch, latents }, {});
  return {
    denoised: denoised(tiles, output[LAST] as tf.Tensor5D, sigma[LAST] ?? [], cascade.noise.sigmaData),
    latents: latents && tf.split<tf.Tensor2D>(latents, cascade.levels.length)[LAST],
  };
}

/** The numbers of one patch of many. */
function pick(patches: tf.Tensor5D, index: number): number[] {
  const size = patches.size / patches.shape[0];
  return [...patches.dataSync().subarray(index * size, (index + 1) * size)];
}
