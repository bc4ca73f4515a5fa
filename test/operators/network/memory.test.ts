import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { watchMemory } from '../../../bench/watch-memory.js';
import { readCascade, type Cascade } from '../../../dsl/index.js';
import { denoiseLevel as denoiseTiles } from '../../../operators/denoise/level.js';
import { denoisePyramid } from '../../../operators/denoise/pyramid.js';
import { samplingBytes } from '../../../operators/denoise/sampling-bytes.js';
import { denoiseSolve } from '../../../operators/denoise/solve.js';
import { declareParameters, startingValue } from '../../../operators/network/parameters.js';
import { fusesAt, tokenCount } from '../../../operators/network/shape.js';
import { cutTiles } from '../../../operators/tiles/cut-tiles.js';
import { tileCount, tilingOf } from '../../../operators/tiles/tiling.js';
import { stitchTiles } from '../../../operators/tiles/stitch-tiles.js';
import { nativeLibrary } from '../../../operators/tensor/native/library.js';
import { trainLoss } from '../../../operators/train/loss.js';
import type { Optimiser } from '../../../operators/training/optimiser.js';
import { trainingBytes } from '../../../operators/train/training-bytes.js';
import { Training } from '../../../operators/training/training.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { testContext } from '../../context.js';
import { nestedOrigins, someCondition } from '../../network.js';

const mnist = readCascade('pipelines/cascades/mnist.yaml');
const wide = { width: 64, latents: 14, latentWidth: 96, heads: 4, layers: 2 };
const cascadeOf = (given: Parameters<typeof smallCascade>[0]): Cascade =>
  smallCascade({
    patch: [4, 8, 8],
    levels: [{ size: [4, 8, 8] }, { size: [8, 16, 16] }, { size: [16, 32, 32] }],
    ...given,
  });

const training: readonly (readonly [string, Cascade, number, Optimiser])[] = [
  ['moving digits', mnist, 4, 'adamw'],
  ['moving digits', mnist, 16, 'adamw'],
  ['latents wider than tokens', cascadeOf({ network: { ...wide, levelsPerBlock: [1, 2, 3] } }), 32, 'adamw'],
  ['few videos', cascadeOf({ network: { ...wide, levelsPerBlock: [1, 2, 3] } }), 1, 'adamw'],
  ['few videos', cascadeOf({ network: { ...wide, levelsPerBlock: [1, 2, 3] } }), 1, 'lamb'],
  [
    'all levels through all blocks, classes',
    cascadeOf({ condition: { classes: 5 }, network: { ...wide, levelsPerBlock: [3, 3, 3] } }),
    32,
    'lamb',
  ],
  [
    'transformer, text, shallow fusion',
    cascadeOf({
      condition: { text: { width: 32, tokens: 10 } },
      network: { ...wide, block: 'transformer', fusion: 'shallow', levelsPerBlock: [1, 2, 3] },
    }),
    32,
    'adamw',
  ],
  [
    'self-conditioning, detached context',
    cascadeOf({ network: { ...wide, selfCondition: true, detachContext: true, levelsPerBlock: [2, 3, 3] } }),
    32,
    'adamw',
  ],
];

const require = createRequire(import.meta.url);
const kernels = nativeLibrary(dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json')));
/** The plan counts what runs with hpdm's own kernels. */
const withKernels = existsSync(kernels) ? test : test.skip;

const within = (expected: number, got: number): void => {
  expect(got).toBeGreaterThan(0);
  expect(Math.abs(expected / got - 1)).toBeLessThan(0.05);
};

/** Most bytes of what is alive while it runs, besides what was alive before. */
async function peakOf(run: () => Promise<unknown>): Promise<number> {
  const before = tf.memory().numBytes;
  const peak = watchMemory();
  await run().catch((error: unknown) => {
    peak();
    throw error;
  });
  return peak() - before;
}

/** A step on zeros, the next batch of videos waiting. */
async function trainOn(cascade: Cascade, batch: number, optimiser: Optimiser): Promise<void> {
  const zeros = (): tf.Tensor5D[] => cascade.levels.map(() => tf.zeros([batch, ...cascade.patch, cascade.channels]));
  const { size } = cascade.levels.at(-1) ?? { size: cascade.patch };
  const state = new Training(cascade, 0, optimiser);
  const inputs = { patches: zeros(), noisy: zeros(), next: tf.zeros([batch, ...size, cascade.channels]) };
  const given = { ...inputs, sigma: cascade.levels.map(() => Array.from({ length: batch }, () => 1)) };
  const condition = someCondition(cascade, batch);
  const settings = { rate: 1e-3, warmup: 1, steps: 10, clip: 1, emaHalfLife: 1, ...ADAM };
  await state.update(
    (weights) => {
      const network = { cascade, weights };
      const { output } = denoisePyramid.run({ ...given, network, origins: nestedOrigins(batch), condition }, {});
      return trainLoss.run({ ...given, network, output }, {});
    },
    batch,
    settings,
  );
  state.dispose();
  tf.dispose(inputs);
  if (condition?.kind === 'text') tf.dispose([condition.tokens, condition.mask]);
}
const ADAM = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.01 };

/** A level sampled in one step by the graph of pipelines/level.yaml, from context that is given. */
async function sampleLevel(cascade: Cascade, level: number, count: number): Promise<void> {
  const tiling = tilingOf(cascade, level);
  const { size, window } = cascade.levels[level] ?? raise();
  const rows = count * tileCount(tiling) * tokenCount(cascade);
  const context = Array.from({ length: cascade.network.blocks }, (_, block) =>
    fusesAt(cascade, block, level) ? tf.zeros<tf.Rank.R2>([rows, cascade.network.width]) : undefined,
  );
  const weights = Object.fromEntries(
    declareParameters(cascade).map((one) => [one.name, tf.tensor(startingValue(one, 0), [...one.shape])]),
  );
  const canvas = tf.zeros<tf.Rank.R5>([count, ...size, cascade.channels]);
  const body = ({ canvas, sigma }: Readonly<Record<string, unknown>>) => {
    const patches = cutTiles(canvas as tf.Tensor5D, tiling, cascade.patch);
    const inputs = { patches, sigma: sigma as number[][], network: { cascade, weights }, context };
    const { denoised } = denoiseTiles.run(
      { ...inputs, condition: undefined, latents: undefined },
      { level, batch: 64 },
    );
    return { denoised: stitchTiles(denoised, tiling, size, window) };
  };
  const stage = await denoiseSolve.open({ cascade, level }, testContext({ body }));
  const { video } = await stage.next({ canvas, condition: undefined }, 0);
  tf.dispose([video, canvas, ...Object.values(weights), ...context.filter((tensor) => tensor !== undefined)]);
}

function raise(): never {
  throw new RangeError('the cascade has no such level');
}

const once: Cascade = { ...mnist, levels: mnist.levels.map((level) => ({ ...level, steps: 1 })) };

onTensorflow('the memory the plan tells, within 5 % of the most that tensors take,', () => {
  withKernels.each(training)('of a training step: %s, %i videos', async (_, cascade, batch, optimiser) => {
    within(trainingBytes(cascade, batch), await peakOf(() => trainOn(cascade, batch, optimiser)));
  });

  withKernels.each([
    [2, 1],
    [2, 4],
    [0, 4],
  ])('of sampling level %d of %d videos of moving digits', async (level, count) => {
    within(samplingBytes(once, level, count), await peakOf(() => sampleLevel(once, level, count)));
  });
});
