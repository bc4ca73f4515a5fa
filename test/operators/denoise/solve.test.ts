import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import type { Body, Cascade, Sampler } from '../../../dsl/index.js';
import { denoiseLevel } from '../../../operators/denoise/level.js';
import { denoiseSolve } from '../../../operators/denoise/solve.js';
import { nullCondition } from '../../../operators/network/condition.js';
import { sketchWeights } from '../../../operators/network/declare-parameters.js';
import { tokenCount } from '../../../operators/network/token-grid.js';
import { patchTiles } from '../../../operators/patch/tiles.js';
import { stitchAverage } from '../../../operators/stitch/average.js';
import { measure } from '../../../operators/tensor/sketch/measure.js';
import { tf as lazy } from '../../../operators/tensor/tf.js';
import { tileCount, tilingOf } from '../../../operators/tiles/tiling.js';
import { onEveryBackend, onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { ALONE, testContext } from '../../context.js';
import { normal } from '../../gradients.js';
import { projectedOf } from '../../projected.js';
import { readReference } from '../../reference.js';
import { mixtureDenoiser } from './mixture.js';

const reference = await readReference('edm-sampler');
const { number, shape, tensor, values } = reference;
const [N = 0, D = 0] = shape('latents');
const steps = number('hyper.steps');
const denoise = mixtureDenoiser(reference);

/** One level, sampled over the reference's noise levels. */
const sampledBy = (sampler: Sampler, churn = 0): Cascade =>
  smallCascade({
    levels: [{ size: [2, 4, 4], steps, sampler, churn }],
    noise: { min: number('hyper.sigma_min'), max: number('hyper.sigma_max'), rho: number('hyper.rho') },
  });

/** Nothing but noise to start from. */
const alone = { condition: undefined, start: undefined, coarser: undefined, slab: undefined };

/** Every video a point of the reference's plane: [n, 1, 1, 1, D]. */
const asVideos = (points: tf.Tensor): tf.Tensor5D => tf.reshape(points, [-1, 1, 1, 1, D]);

const mixture: Body = ({ canvas, sigma }) => {
  const points = tf.reshape<tf.Rank.R2>(canvas as tf.Tensor, [-1, D]);
  return { denoised: asVideos(denoise(points, (sigma as number[][])[0]?.[0] ?? NaN)) };
};

async function sample(
  cascade: Cascade,
  canvas: tf.Tensor5D,
  overrides: Parameters<typeof testContext>[0],
): Promise<tf.Tensor5D> {
  const stage = await denoiseSolve.open({ cascade, level: 0, strength: 1, seed: -1, keep: '' }, testContext(overrides));
  return (await stage.next({ canvas, ...alone }, 0)).video;
}

const farthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? NaN))));

onEveryBackend('sampling a level', () => {
  test.each<[Sampler, string]>([
    ['heun', 'edm.heun'],
    ['euler', 'k_diffusion.euler'],
    ['dpmpp-2m', 'k_diffusion.dpmpp_2m'],
  ])('by %s ends where %s ends', async (sampler, name) => {
    const video = await sample(sampledBy(sampler), asVideos(tensor('latents')), { body: mixture });
    const expected = values(`${name}.x`).subarray(steps * N * D);
    expect(farthest(video.dataSync(), expected)).toBeLessThan(2e-5 * 0.2);
  });
});

onTensorflow('sampling a level', () => {
  test('with churn draws from the seed alone, the same for a video whatever is sampled beside it', async () => {
    const cascade = sampledBy('heun', number('hyper.churn.S_churn'));
    const latents = tensor<tf.Tensor2D>('latents');
    const run = async (points: tf.Tensor2D, seed: number): Promise<ArrayLike<number>> =>
      (await sample(cascade, asVideos(points), { body: mixture, seed })).dataSync();
    const all = await run(latents, 3);
    expect(await run(latents, 3)).toEqual(all);
    expect(farthest(await run(latents, 4), all)).toBeGreaterThan(1e-2);
    expect(farthest(await run(tf.slice(latents, [0, 0], [2, D]), 3), all)).toBeLessThan(1e-5);
    const still = values('edm.heun.x').subarray(steps * N * D);
    expect(farthest(still, all)).toBeGreaterThan(1e-2);
  });

  test("by the ancestral sampler scatters as far as the data does, and with eta 0 ends where Euler's does", async () => {
    const points = tf.tile(tensor<tf.Tensor2D>('latents'), [32, 1]);
    const sampleBy = async (sampler: Sampler, eta: number, seed: number): Promise<Float32Array> => {
      const { levels, ...rest } = sampledBy(sampler);
      const cascade = { ...rest, levels: levels.map((level) => ({ ...level, eta, steps: 60 })) };
      return (await sample(cascade, asVideos(points), { body: mixture, seed })).dataSync<'float32'>();
    };
    expect(farthest(await sampleBy('ancestral', 0, 1), await sampleBy('euler', 0, 1))).toBeLessThan(1e-5);
    const drawn = await sampleBy('ancestral', 1, 1);
    expect(farthest(await sampleBy('ancestral', 1, 1), drawn)).toBe(0);
    expect(farthest(await sampleBy('ancestral', 1, 2), drawn)).toBeGreaterThan(1e-2);
    // from 8 starts repeated 32 times Euler's would reach 8 points only
    const { mean, variance } = tf.moments(tf.tensor2d(drawn, [256, D]), 0);
    const [weights, means, stds] = ['weights', 'means', 'stds'].map((name) => values(`mixture.${name}`));
    for (let d = 0; d < D; d++) {
      const of = (f: (k: number) => number): number =>
        [0, 1, 2].reduce((sum, k) => sum + (weights?.[k] ?? NaN) * f(k), 0);
      const expected = of((k) => means?.[k * D + d] ?? NaN);
      const spread = of((k) => (stds?.[k] ?? NaN) ** 2 + ((means?.[k * D + d] ?? NaN) - expected) ** 2);
      // 256 draws know the mean to σ/16 and the deviation to a twentieth
      expect(Math.abs((mean.dataSync()[d] ?? NaN) - expected)).toBeLessThan((4 * Math.sqrt(spread)) / 16);
      expect(Math.abs(Math.sqrt((variance.dataSync()[d] ?? NaN) / spread) - 1)).toBeLessThan(0.15);
    }
  });

  test('keeps every estimate, and so the video, within [-1, 1]', async () => {
    const far: Body = ({ canvas }) => ({ denoised: tf.mul(tf.sign(canvas as tf.Tensor), 5) });
    const video = await sample(sampledBy('heun'), normal('canvas', [1, 2, 4, 4, 2]), { body: far });
    expect(farthest(tf.abs(video).dataSync(), new Float32Array(video.size).fill(1))).toBeLessThan(1e-5);
  });

  test('asks for two estimates a step, one for the last, tells how far it is, and leaves no tensor behind', async () => {
    let calls = 0;
    const context = testContext({ body: (inputs) => (calls++, mixture(inputs)) });
    const canvas = asVideos(tensor('latents'));
    const before = tf.memory().numTensors;
    const stage = await denoiseSolve.open(
      { cascade: sampledBy('heun', 1), level: 0, strength: 1, seed: -1, keep: '' },
      context,
    );
    const { video } = await stage.next({ canvas, ...alone }, 0);
    expect(calls).toBe(2 * steps - 1);
    expect(context.progressed.map(([done]) => done)).toEqual(Array.from({ length: steps }, (_, i) => i + 1));
    expect(context.progressed.at(-1)?.[1]).toBe(steps);
    expect(tf.memory().numTensors).toBe(before + 1);
    video.dispose();
  });

  test('hands the latents of one call to the next, none to the first, and leaves none behind', async () => {
    const given: (number | undefined)[] = [];
    const body: Body = (inputs) => {
      given.push((inputs['latents'] as tf.Tensor | undefined)?.dataSync()[0]);
      return { ...mixture(inputs), latents: tf.fill([2, 2], given.length) };
    };
    const canvas = asVideos(tensor('latents'));
    const before = tf.memory().numTensors;
    const video = await sample(sampledBy('heun'), canvas, { body });
    expect(given).toEqual([undefined, ...Array.from({ length: 2 * steps - 2 }, (_, i) => i + 1)]);
    expect(tf.memory().numTensors).toBe(before + 1);
    video.dispose();
  });

  test.each<[Sampler, number]>([
    ['euler', 3],
    ['dpmpp-2m', 3],
    ['ancestral', 3],
    ['heun', 3], // between the two calls of a step
    ['heun', 4],
  ])(
    'by %s stops before the next network call when cancelled in call %i, and leaves no tensor',
    async (sampler, last) => {
      const controller = new AbortController();
      let calls = 0;
      const body: Body = (inputs) => {
        if (++calls === last) controller.abort(new Error('enough'));
        return mixture(inputs);
      };
      const canvas = asVideos(tensor('latents'));
      const before = tf.memory().numTensors;
      await expect(sample(sampledBy(sampler), canvas, { body, signal: controller.signal })).rejects.toThrow('enough');
      expect(calls).toBe(last);
      expect(tf.memory().numTensors).toBe(before);
    },
  );
});

/** What sampling a level of a small cascade costs, by the body of pipelines/level.yaml. */
function costOf(level: number, { count = 1, batch = 64, guidance = 1, calls = 1 } = {}) {
  const cascade = smallCascade({
    levels: [
      { size: [2, 4, 4], steps: 8 },
      { size: [4, 8, 8], steps: 5, overlap: [0, 0.5, 0.5] },
    ],
    condition: { classes: 4 },
    network: { levelsPerBlock: [1, 2, 2] },
  });
  const { size = [] } = cascade.levels[level] ?? {};
  const tiles = tilingOf(cascade, level);
  const rows = count * (guidance === 1 ? 1 : 2) * tileCount(tiles) * tokenCount(cascade);
  const given = measure(() => ({
    network: { cascade, weights: sketchWeights(cascade) },
    canvas: lazy.zeros<tf.Rank.R5>([count, ...size, cascade.channels] as tf.ShapeMap['R5']),
    condition: nullCondition(cascade, count, { guidance }),
    context: [1, 2].map(() => (level === 0 ? undefined : lazy.zeros<tf.Rank.R2>([rows, cascade.network.width]))),
  })).value;
  const blocks = [undefined, ...given.context];
  const halves = guidance === 1 ? 1 : 2;
  const context = { first: 0, parts: [projectedOf(cascade, level, { blocks }, { videos: count, halves })] };
  const inputs = { ...given, context, part: undefined, shift: undefined };
  const once: Body = ({ canvas, sigma, latents }) => {
    const { patches } = patchTiles.run(
      { canvas: canvas as tf.Tensor5D, shift: undefined },
      { cascade, level, part: true },
    );
    const seen = { ...inputs, patches, sigma: sigma as number[][], latents: latents as undefined };
    const { denoised } = denoiseLevel.run(seen, { level, batch, memory: undefined });
    return {
      denoised: stitchAverage.run({ patches: denoised, cut: undefined, shift: undefined }, { cascade, level }).canvas,
    };
  };
  const body: Body = (values) => Array.from({ length: calls }, () => once(values))[0] ?? {};
  const cost = denoiseSolve.cost?.(
    { cascade, level, strength: 1, seed: -1, keep: '' },
    {},
    { inputs: { ...inputs, start: undefined, coarser: undefined, slab: undefined }, body, share: ALONE },
  );
  return { ...cost, steps: denoiseSolve.steps?.({ cascade, level, strength: 1, seed: -1, keep: '' }) };
}

describe('the cost of sampling a level', () => {
  test('is steps, tiles, and a network call for every tile of every video, twice a step but the last by heun', () => {
    expect(costOf(0)).toMatchObject({ steps: 8, tiles: 1, evaluations: 15 });
    expect(costOf(1, { count: 2 })).toMatchObject({ steps: 5, tiles: 2 * 3 * 3, evaluations: 5 * 18 * 2 });
  });

  test('is twice as high where the body calls the network twice', () => {
    const [once, twice] = [costOf(1), costOf(1, { calls: 2 })];
    expect(twice.evaluations).toBe(2 * (once.evaluations ?? NaN));
    expect(twice.flops).toBe(2 * (once.flops ?? NaN));
  });

  test('counts both halves of guidance', () => {
    const [plain, guided] = [costOf(1), costOf(1, { guidance: 3 })];
    expect(guided.evaluations).toBe(2 * (plain.evaluations ?? NaN));
    expect((guided.flops ?? NaN) / (plain.flops ?? NaN)).toBeGreaterThan(1.9);
  });

  test('needs less memory, and as many operations or a few more, where the body takes fewer tiles at once', () => {
    const [many, few] = [costOf(1, { batch: 64 }), costOf(1, { batch: 2 })];
    expect(few.bytes).toBeLessThan(0.8 * (many.bytes ?? NaN));
    expect(few.evaluations).toBe(many.evaluations);
    expect((few.flops ?? NaN) / (many.flops ?? NaN)).toBeCloseTo(1, 2);
  });
});
