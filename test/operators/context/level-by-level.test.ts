import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import type { Size } from '../../../dsl/index.js';
import type { SampledContext } from '../../../operators/context/context.js';
import { encode } from '../../../operators/context/encode.js';
import { fuse } from '../../../operators/context/fuse.js';
import { level } from '../../../operators/denoise/level.js';
import { denoised } from '../../../operators/denoise/preconditioning.js';
import { pyramid } from '../../../operators/denoise/pyramid.js';
import { denoiseLevel, denoisePyramid, encodeLevel } from '../../../operators/network/denoiser.js';
import { projectContext } from '../../../operators/network/fusion.js';
import { contextMatrices, relativeOrigins, type Origin } from '../../../operators/network/region.js';
import { isActive, tokenGrid } from '../../../operators/network/shape.js';
import { unitNoise } from '../../../operators/noise/canvas.js';
import { cutTiles } from '../../../operators/patch/tiles.js';
import { tileOrigins, tilingOf } from '../../../operators/patch/tiling.js';
import { resample } from '../../../operators/tensor/resample.js';
import { onEveryBackend } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError, normal } from '../../gradients.js';
import { movedNetwork, nestedOrigins, pyramidInputs } from '../../network.js';

const pyramidCascade = smallCascade();
const cascade = smallCascade({
  levels: [{ size: [2, 4, 4] }, { size: [4, 8, 8], contextNoise: 0.3 }, { size: [4, 16, 16], overlap: [0, 0.25, 0.5] }],
});
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

const patchSize = (l: number): Size =>
  cascade.patch.map((length, axis) => length * (cascade.levels[l]?.factor[axis] ?? NaN)) as unknown as Size;

onEveryBackend('levels one after the other', () => {
  test('give what the pyramid gives, when each hands its tokens to the next', () => {
    const network = movedNetwork(pyramidCascade);
    const inputs = pyramidInputs(pyramidCascade, 3);
    const origins = nestedOrigins(3);
    const whole = denoisePyramid(network, inputs, origins);
    const encoded: ReturnType<typeof encodeLevel>[] = [];
    inputs.forEach((input, l) => {
      const own = origins[l] ?? [];
      const projected = pyramidCascade.network.levelsPerBlock.map((_, block) => {
        if (l === 0 || !isActive(pyramidCascade, block, l)) return undefined;
        const sampled = encoded.map((blocks, k) => {
          const volume = tf.reshape<tf.Rank.R5>(blocks[block] as tf.Tensor2D, [3, ...tokenGrid(pyramidCascade), 8]);
          return resample(volume, contextMatrices(pyramidCascade, l, own, k, origins[k] ?? []));
        });
        const mean = tf.reshape<tf.Rank.R2>(tf.mean(tf.stack(sampled), 0), [-1, 8]);
        return projectContext(
          network.weights,
          `blocks.${block}`,
          mean,
          tf.tensor2d(relativeOrigins(pyramidCascade, own)),
        );
      });
      const output = denoiseLevel(network, input, projected);
      expect(mixedError(output.dataSync(), whole[l]?.dataSync() ?? [])).toBeLessThan(1e-5);
      encoded.push(encodeLevel(network, input, projected));
    });
  });

  test('sample what was trained: every tile of a canvas sees what a nested patch in its place sees', () => {
    const network = movedNetwork(cascade);
    const videos = cascade.levels.map(({ size }, l) => normal<tf.Tensor5D>(`video ${l}`, [VIDEOS, ...size, 2], 0.5));
    const context = [0, 1].reduce<SampledContext | undefined>(
      (context, l) =>
        encode.run({ video: videos[l] as tf.Tensor5D, network, context }, { level: l, seed: SEED }).context,
      undefined,
    );
    const tiling = tilingOf(cascade, 2);
    const tiles = cutTiles(videos[2] as tf.Tensor5D, tiling, cascade.patch);
    const { projected } = fuse.run({ network, context }, { level: 2, count: VIDEOS });
    const sampling = { patches: tiles, sigma: [[SIGMA]], network, context: projected };
    const { denoised: found } = level.run(sampling, { level: 2, batch: 50 });

    // The same as a training batch: for every tile, the re-noised coarser patches that hold it.
    const origins: Origin[][] = [tileOrigins(cascade, 2, tiling)];
    const noisy = [tiles];
    for (const l of [1, 0]) {
      const noise = unitNoise((videos[l] as tf.Tensor5D).shape, { seed: SEED, purpose: 'context', level: l });
      const renoised = tf.add<tf.Tensor5D>(
        videos[l] as tf.Tensor5D,
        tf.mul(noise, cascade.levels[l]?.contextNoise ?? NaN),
      );
      const half = tilingOf(cascade, l, [0.5, 0.5, 0.5]);
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
    const sigma = cascade.levels.map(({ contextNoise }, l) =>
      Array.from({ length: tiles.shape[0] }, () => (l === 2 ? SIGMA : contextNoise)),
    );
    const everyVideo = origins.map((level) => Array.from({ length: VIDEOS }, () => level).flat());
    const { output } = pyramid.run({ network, noisy, sigma, origins: everyVideo }, {});
    const expected = denoised(tiles, output[2] as tf.Tensor5D, sigma[2] ?? [], cascade.noise.sigmaData);
    expect(found.shape[0]).toBe(VIDEOS * 2 * 5 * 7);
    expect(mixedError(found.dataSync(), expected.dataSync())).toBeLessThan(2e-5);
  });
});

/** The numbers of one patch of many. */
function pick(patches: tf.Tensor5D, index: number): number[] {
  const size = patches.size / patches.shape[0];
  return [...patches.dataSync().subarray(index * size, (index + 1) * size)];
}
