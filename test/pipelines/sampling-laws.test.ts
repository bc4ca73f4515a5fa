import { expect, test } from '@jest/globals';
import { tf } from '../../operators/tensor/tf.js';
import { fc } from '../fc.js';
import type { Cascade } from '../../dsl/index.js';
import { denoised, preconditionInput } from '../../operators/diffusion/preconditioning.js';
import { levelSigmas } from '../../operators/diffusion/level-sigmas.js';
import { unitNoise } from '../../operators/diffusion/unit-noise.js';
import { evaluateLevel } from '../../operators/network/evaluate-level.js';
import { onTensorflow } from '../backends.js';
import { cascadeKinds, smallCascade } from '../cascade.js';
import { mixedError } from '../gradients.js';
import { movedNetwork } from '../network.js';
import { farthest, sample } from './sampled.js';

/** Few steps, 30 tiles that overlap unevenly in the last level, and noise in every step of it. */
const { levels } = smallCascade({
  levels: [
    { size: [2, 4, 4], steps: 2 },
    { size: [4, 8, 8], steps: 2, sampler: 'dpmpp-2m', window: 'hann' },
    { size: [4, 16, 8], steps: 2, sampler: 'ancestral', window: 'hann', overlap: [0.5, 0.25, 0] },
  ],
});
const sampled = (cascade: Cascade): Cascade => ({ ...cascade, levels });

/** The kinds with the most to carry from level to level, and the plainest. */
const kinds = cascadeKinds.filter(
  ([name]) =>
    name === 'rin' || name.includes('self-conditioning') || name.includes('transformer with text as a vector'),
);

/**
 * With the same settings for every level, but for its size. Level 0 by Euler: Heun's second step from σ 0.002 would multiply what is rounded in
 * an estimate by 20,000.
 */
const withLevels = (cascade: Cascade, change: Partial<Cascade['levels'][number]>): Cascade => ({
  ...cascade,
  levels: cascade.levels.map((level, i) => ({
    ...level,
    ...(i === 0 ? { steps: 2, sampler: 'euler' as const } : change),
  })),
});

/** With estimates of level 0 that are averaged over positions of the token grid, in the last step. */
const spun = (cascade: Cascade): Cascade => ({
  ...cascade,
  levels: cascade.levels.map((level, i) => ({ ...level, cycleSpin: i === 0 ? 4 : 0 })),
});

/** A small last level: what slabs do is along time. */
const narrow = [{ size: [2, 4, 4] }, { size: [4, 8, 8] }, { size: [8, 16, 8] }] as const;
const residual = (): Cascade => smallCascade({ levels: narrow, network: { pixels: true, residual: true } });
const longer = (): Cascade =>
  smallCascade({ levels: [{ size: [2, 4, 4] }, { size: [4, 8, 8] }, { size: [16, 8, 16] }] });

/** Level 0 in tiles along time, of a network that conditions on itself. */
const longest = (): Cascade => smallCascade({ levels: narrow, frames: 24, network: { selfCondition: true } });

/** Cascades whose tiles do not overlap along time, and some whose tiles do: then a slab waits for its neighbours, or for all. */
const inSlabs: readonly (readonly [string, Cascade])[] = [
  ...kinds.map(([name, cascade]) => [name, sampled(cascade)] as const),
  ['no overlap along time, churn', withLevels(longer(), { sampler: 'heun', steps: 2, churn: 1, overlap: [0, 0.5, 0] })],
  [
    'overlap along time',
    withLevels(longer(), { sampler: 'dpmpp-2m', steps: 3, overlap: [0.5, 0, 0.25], window: 'hann' }),
  ],
  ['from the level before', withLevels(longer(), { start: 'coarser', steps: 2, overlap: [0, 0, 0] })],
  ['from the level before, with overlap', withLevels(longer(), { start: 'coarser', steps: 2, overlap: [0.5, 0, 0] })],
  ['dynamic thresholding', withLevels(longer(), { threshold: 0.6, steps: 2, overlap: [0.5, 0, 0] })],
  ['pixels and estimates of the level before', withLevels(residual(), { steps: 2, overlap: [0, 0.25, 0] })],
  ['a part of the detail', withLevels(residual(), { detail: 0.4, steps: 2, overlap: [0, 0.25, 0] })],
  ['several positions of the token grid', spun(withLevels(longest(), { steps: 2, overlap: [0, 0.5, 0] }))],
  ['longer than trained', withLevels(smallCascade({ levels: narrow, frames: 24 }), { steps: 2, overlap: [0, 0.5, 0] })],
  ['tiles elsewhere in every step', withLevels(smallCascade(), { shift: true, steps: 3, overlap: [0.5, 0.25, 0.25] })],
  [
    'more steps than slabs',
    withLevels(smallCascade({ levels: narrow }), { steps: 8, overlap: [0.5, 0, 0], sampler: 'euler' }),
  ],
];

/** Bytes with which some tiles go together and their context is made anew, and with which everything fits. */
const memories = fc.constantFrom(1, 500.1 * 2 ** 20, 500.3 * 2 ** 20, 2 ** 34, undefined);

onTensorflow('a sampled video', () => {
  test.each(kinds)(
    '%s: is the same to 1e-5 however many tiles go together, whatever memory there is, and whatever is sampled beside it',
    async (_, kind) => {
      const cascade = sampled(kind);
      const [alone] = await sample(cascade, {});
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 70 }),
          memories,
          fc.integer({ min: 1, max: 2 }),
          async (batch, memory, count) => {
            const [first] = await sample(cascade, { batch, memory, count });
            expect(farthest(first, alone)).toBeLessThan(1e-5);
          },
        ),
        { numRuns: 3 },
      );
    },
    300_000,
  );

  test.each(inSlabs)(
    '%s: is the same to 1e-5 slab by slab, with the same noise, and leaves no tensor behind',
    async (_, cascade) => {
      const before = tf.memory().numTensors;
      const whole = await sample(cascade, { count: 2 });
      const parts = await sample(cascade, { count: 2, inSlabs: true });
      expect(tf.memory().numTensors).toBe(before);
      expect(farthest(parts[0], whole[0])).toBeLessThan(1e-5);
      expect(farthest(parts[1], whole[1])).toBeLessThan(1e-5);
    },
    300_000,
  );

  test('whose tiles are moved in every step is the same to 1e-5 however they go together, and another than unmoved', async () => {
    const cascade = (shift: boolean) => withLevels(smallCascade(), { steps: 3, shift });
    const [alone] = await sample(cascade(true), {});
    const [beside] = await sample(cascade(true), { batch: 3, count: 2 });
    expect(farthest(beside, alone)).toBeLessThan(1e-5);
    const [unmoved] = await sample(cascade(false), {});
    expect(farthest(unmoved, alone)).toBeGreaterThan(1e-3);
  });

  test('of one tile per level is the same wherever tiles are moved', async () => {
    const levels = (shift: boolean) =>
      smallCascade({
        levels: [
          { size: [2, 4, 4], steps: 2, sampler: 'euler', shift },
          { size: [4, 4, 4], steps: 2, shift },
        ],
        network: { levelsPerBlock: [1, 2, 2] },
      });
    const [[still], [moved]] = [await sample(levels(false), {}), await sample(levels(true), {})];
    expect(farthest(moved, still)).toBe(0);
  });

  test('depends on the seed, and every video of a run has noise of its own', async () => {
    const cascade = sampled(smallCascade());
    const [one, two] = await sample(cascade, { count: 2 });
    const [other] = await sample(cascade, { seed: 1 });
    expect(farthest(one, two)).toBeGreaterThan(1e-2);
    expect(farthest(one, other)).toBeGreaterThan(1e-2);
  });

  test('of one tile that covers the canvas is what the network makes of the canvas, without tiles', async () => {
    const cascade = smallCascade({ levels: [{ size: [2, 4, 4], steps: 3, sampler: 'euler' }] });
    const [tiled] = await sample(cascade, {});
    const own = movedNetwork(cascade);
    const sigmas = levelSigmas(cascade, 0);
    const { sigmaData } = cascade.noise;
    const noise = unitNoise([1, 2, 4, 4, cascade.channels], { seed: 0, purpose: 'canvas', level: 0 });
    const whole = sigmas.slice(0, -1).reduce(
      (x, sigma, i) => {
        const input = preconditionInput(x, [sigma], sigmaData, 1);
        const estimate = tf.clipByValue(
          denoised(x, evaluateLevel(own, { level: 0, ...input }, []).output, [sigma], sigmaData),
          -1,
          1,
        );
        return tf.add(estimate, tf.mul(tf.sub(x, estimate), (sigmas[i + 1] ?? NaN) / sigma));
      },
      tf.mul<tf.Tensor5D>(noise, sigmas[0] ?? NaN),
    );
    expect(mixedError(tiled ?? [], whole.dataSync())).toBeLessThan(1e-5);
  });
});
