import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { watchMemory } from '../../../bench/watch-memory.js';
import { readCascade, type Cascade } from '../../../dsl/index.js';
import { denoiseLevel as denoiseTiles } from '../../../operators/denoise/level.js';
import { denoisePyramid } from '../../../operators/denoise/pyramid.js';
import { denoiseSolve } from '../../../operators/denoise/solve.js';
import type { Network } from '../../../operators/network/network.js';
import { declareParameters } from '../../../operators/network/declare-parameters.js';
import { startingValue } from '../../../operators/network/starting-value.js';
import { fusesAt } from '../../../operators/network/fuses-at.js';
import { tokenCount } from '../../../operators/network/token-grid.js';
import { cutTiles } from '../../../operators/tiles/cut-tiles.js';
import { tileCount, tilingOf } from '../../../operators/tiles/tiling.js';
import { stitchTiles } from '../../../operators/tiles/stitch-tiles.js';
import { nativeLibrary } from '../../../operators/tensor/native/library.js';
import { trainLoss } from '../../../operators/train/loss.js';
import type { Optimiser } from '../../../operators/training/optimiser.js';
import { trainStep } from '../../../operators/train/step.js';
import { Training } from '../../../operators/training/training.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { ALONE, settingsOf, testContext } from '../../context.js';
import { nestedOrigins, someCondition } from '../../network.js';
import { projectedOf } from '../../projected.js';
import { sketched } from '../../sketched.js';

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
    'transformer, text as a vector, coarser pixels and estimates',
    cascadeOf({
      condition: { text: { width: 32, tokens: 10, read: 'modulate' } },
      network: { ...wide, block: 'transformer', pixels: true, residual: true, levelsPerBlock: [1, 2, 3] },
    }),
    32,
    'adamw',
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
  expect(Math.abs(expected / got - 1)).toBeLessThan(0.1);
};

/** Most bytes of what is alive while it runs, besides what was alive before. */
async function peakOf(run: () => Promise<unknown>): Promise<number> {
  const peak = watchMemory();
  await run().catch((error: unknown) => {
    peak();
    throw error;
  });
  return peak();
}

/** What a training step gets, zeros, and the next batch of videos that waits behind it. */
function trainingInputs(cascade: Cascade, batch: number) {
  const zeros = (): tf.Tensor5D[] => cascade.levels.map(() => tf.zeros([batch, ...cascade.patch, cascade.channels]));
  const { size } = cascade.levels.at(-1) ?? { size: cascade.patch };
  return {
    ...{ patches: zeros(), noisy: zeros(), next: tf.zeros([batch, ...size, cascade.channels]) },
    sigma: cascade.levels.map(() => Array.from({ length: batch }, () => 1)),
    origins: nestedOrigins(batch),
    condition: someCondition(cascade, batch),
    rates: undefined,
  };
}

/** The body of pipelines/train.yaml. */
const trainingBody = (inputs: Readonly<Record<string, unknown>>) => {
  const given = inputs as unknown as ReturnType<typeof trainingInputs> & { readonly network: Network };
  const { output } = denoisePyramid.run({ ...given, latents: undefined }, {});
  return trainLoss.run({ ...given, output }, { weights: [] });
};

async function trainOn(cascade: Cascade, batch: number, optimiser: Optimiser): Promise<void> {
  const inputs = trainingInputs(cascade, batch);
  const state = new Training(cascade, 0, optimiser);
  await state.update((weights) => trainingBody({ ...inputs, network: { cascade, weights } }), batch, SETTINGS);
  state.dispose();
  const { condition, patches, noisy, next } = inputs;
  tf.dispose([...patches, ...noisy, next]);
  if (condition?.kind === 'text') tf.dispose([condition.tokens, condition.mask, condition.pooled]);
}
const SETTINGS = settingsOf(trainStep.with, { rate: 1e-3, warmup: 1, steps: 10 });

/** The memory of a training step as the plan tells it, without the draws of a run. */
function plannedTraining(cascade: Cascade, batch: number, optimiser: Optimiser): number {
  const body = ({ network, ...rest }: Readonly<Record<string, unknown>>) =>
    trainingBody({ ...rest, network: { ...(network as Network), training: undefined } });
  const inputs = trainingInputs(cascade, batch);
  const cost = trainStep.cost?.(
    { ...SETTINGS, cascade, optimiser },
    {},
    { inputs: sketched(inputs), body, share: ALONE },
  );
  tf.dispose(inputs as unknown as tf.TensorContainer);
  return cost?.bytes ?? NaN;
}

/** What sampling a level gets: unit noise, weights, context that is given. */
function samplingInputs(cascade: Cascade, level: number, count: number) {
  const { size } = cascade.levels[level] ?? raise();
  const rows = count * tileCount(tilingOf(cascade, level)) * tokenCount(cascade);
  const context = Array.from({ length: cascade.network.blocks }, (_, block) =>
    fusesAt(cascade, block, level) ? tf.zeros<tf.Rank.R2>([rows, cascade.network.width]) : undefined,
  );
  const weights = Object.fromEntries(
    declareParameters(cascade).map((one) => [one.name, tf.tensor(startingValue(one, 0), [...one.shape])]),
  );
  const canvas = tf.zeros<tf.Rank.R5>([count, ...size, cascade.channels]);
  const projected = projectedOf(cascade, level, level === 0 ? undefined : { blocks: context }, { videos: count });
  const given = { condition: undefined, start: undefined, coarser: undefined, slab: undefined };
  return { ...given, canvas, network: { cascade, weights }, context: { first: 0, parts: [projected] } };
}

/** The body of pipelines/level.yaml. */
const samplingBody = (cascade: Cascade, level: number) => (inputs: Readonly<Record<string, unknown>>) => {
  const { canvas, sigma, ...rest } = inputs as unknown as ReturnType<typeof samplingInputs> & { sigma: number[][] };
  const { size, window } = cascade.levels[level] ?? raise();
  const tiling = tilingOf(cascade, level);
  const patches = cutTiles(canvas, tiling, cascade.patch);
  const { denoised } = denoiseTiles.run(
    { ...rest, patches, sigma, latents: undefined, part: undefined, shift: undefined },
    { level, batch: 64, memory: undefined },
  );
  return { denoised: stitchTiles(denoised, tiling, size, window) };
};

/** A level sampled in one step. */
async function sampleLevel(cascade: Cascade, level: number, count: number): Promise<void> {
  const inputs = samplingInputs(cascade, level, count);
  const stage = await denoiseSolve.open(
    { cascade, level, strength: 1, seed: -1, keep: '' },
    testContext({ body: samplingBody(cascade, level) }),
  );
  const { video } = await stage.next(inputs, 0);
  const { canvas, network, context } = inputs;
  tf.dispose([
    video,
    canvas,
    ...Object.values(network.weights),
    ...context.parts.flatMap(({ kept }) =>
      kept.flatMap(({ blocks }) => blocks.filter((tensor) => tensor !== undefined)),
    ),
  ]);
}

/** The memory of sampling a level as the plan tells it. */
function plannedSampling(cascade: Cascade, level: number, count: number): number {
  const inputs = samplingInputs(cascade, level, count);
  const prospect = {
    inputs: sketched(inputs),
    body: samplingBody(cascade, level),
    share: ALONE,
  };
  const kept = inputs.context.parts.flatMap(({ kept }) =>
    kept.flatMap(({ blocks }) => blocks.filter((tensor) => tensor !== undefined)),
  );
  tf.dispose([inputs.canvas, inputs.network.weights, kept]);
  return denoiseSolve.cost?.({ cascade, level, strength: 1, seed: -1, keep: '' }, {}, prospect).bytes ?? NaN;
}

function raise(): never {
  throw new RangeError('the cascade has no such level');
}

const once: Cascade = { ...mnist, levels: mnist.levels.map((level) => ({ ...level, steps: 1 })) };

onTensorflow('the memory the plan tells, within 10 % of the most that the numbers of tensors take,', () => {
  withKernels.each(training)('of a training step: %s, %i videos', async (_, cascade, batch, optimiser) => {
    within(plannedTraining(cascade, batch, optimiser), await peakOf(() => trainOn(cascade, batch, optimiser)));
  });

  withKernels.each([
    [2, 1],
    [2, 4],
    [0, 4],
  ])('of sampling level %d of %d videos of moving digits', async (level, count) => {
    within(plannedSampling(once, level, count), await peakOf(() => sampleLevel(once, level, count)));
  });
});
