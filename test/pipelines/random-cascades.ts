import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import { tf } from '../../operators/tensor/tf.js';
import { axisStarts, HpdmError, itemAt, levelOf, load, readsCoarser, run, type Cascade } from '../../dsl/index.js';
import { resolveCascade } from '../../dsl/cascade/cascade.js';
import { cascadeOf } from '../../dsl/cascade/read-cascade.js';
import { writtenSource } from '../../dsl/document/read-source.js';
import { conditionAt, conditionTiles, guide, halvesOf, twice } from '../../operators/diffusion/guide.js';
import { levelSigmas } from '../../operators/diffusion/level-sigmas.js';
import { denoised, preconditionInput } from '../../operators/diffusion/preconditioning.js';
import { cycleSpin } from '../../operators/diffusion/cycle-spin.js';
import { sampleCanvas } from '../../operators/diffusion/sample-canvas.js';
import { thresholded } from '../../operators/diffusion/thresholded.js';
import { unitNoise } from '../../operators/diffusion/unit-noise.js';
import { operators } from '../../operators/index.js';
import { evaluateLevel } from '../../operators/network/evaluate-level.js';
import { largestTiling } from '../../operators/tiles/tile-grid.js';
import { tileCount, tilingOf } from '../../operators/tiles/tiling.js';
import { fc } from '../fc.js';
import { movedNetwork, someCondition } from '../network.js';
import { randomCascade } from '../random-cascade.js';
import { farthest, sample, type Choices } from './sampled.js';

type Document = Parameters<typeof resolveCascade>[0];

const TRAINING = fileURLToPath(new URL('../../bench/train-step-noise.yaml', import.meta.url));
/** So that a case takes a few seconds. */
const MOST_TILES = 40;
const AXES = [0, 1, 2] as const;

/** The faults of a cascade; none where `check` has nothing against it. */
function faultsOf(document: Document): HpdmError['faults'] {
  try {
    cascadeOf(writtenSource(document));
    return [];
  } catch (error) {
    if (error instanceof HpdmError) return error.faults;
    throw error;
  }
}

/** The losses of two steps of training on noise, of videos that are no longer than the last level. */
async function train(document: Document): Promise<number[]> {
  const cascade = Object.fromEntries(Object.entries(document).filter(([key]) => key !== 'frames'));
  const graph = await load(TRAINING, { cascade, batch: 2, steps: 2 }, operators);
  const losses: number[] = [];
  await run(graph, {
    onEvent: (event) => {
      if (event.type === 'metric') losses.push(event.values['loss'] ?? NaN);
    },
  });
  return losses;
}

/** How a cascade is sampled in every other way that must make no difference; in slabs only where that is not the whole. */
const WAYS: readonly Choices[] = [
  { batch: 1 },
  { batch: 3, count: 2 },
  { tileByTile: true },
  { memory: 1 },
  { inSlabs: true, count: 2 },
  { inSlabs: true, memory: 1, batch: 5 },
];

/** A cascade that trains for two steps, and whose videos are the same in whatever way they are sampled. */
async function obeys(document: Document, guidance: number): Promise<void> {
  const losses = await train(document);
  expect(losses).toHaveLength(2);
  expect(losses.every(Number.isFinite)).toBe(true);
  const cascade = resolveCascade(document);
  const guided = cascade.condition.kind === 'none' ? {} : { guidance };
  const [whole] = await sample(cascade, guided);
  expect(whole?.every((value) => Math.abs(value) <= 1)).toBe(true);
  for (const way of WAYS) {
    const [video, beside] = await sample(cascade, { ...guided, ...way });
    expect([way, farthest(video, whole)]).toEqual([way, expect.closeTo(0, 5)]);
    if (beside !== undefined) expect(farthest(beside, whole)).toBeGreaterThan(1e-3);
  }
  const [elsewhere] = await sample(cascade, { ...guided, backend: 'wasm' });
  expect(farthest(elsewhere, whole)).toBeLessThan(1e-3);
  if (tileCount(tilingOf(cascade, 0)) > 1) return;
  const [first] = await sample(cascade, { ...guided, until: 0 });
  expect(farthest(first, await untiled(cascade, guidance))).toBeLessThan(1e-5);
}

/** The video of level 0, which is one tile, by the network alone. */
async function untiled(cascade: Cascade, guidance: number): Promise<Float32Array> {
  const network = movedNetwork(cascade);
  const condition = someCondition(cascade, 1, guidance);
  const { size, threshold, inputScale, cycleSpin: spun } = levelOf(cascade, 0);
  const { sigmaData } = cascade.noise;
  const sigmas = levelSigmas(cascade, 0);
  let previous: tf.Tensor2D | undefined;
  const denoise = async (x: tf.Tensor5D, sigma: number): Promise<tf.Tensor5D> => {
    const halves = halvesOf(condition);
    const once = preconditionInput(x, [sigma], sigmaData, inputScale);
    const [patches, noise] = [twice(once.patches, halves), twice(once.noise, halves)];
    const both = conditionTiles(condition, 0, 1, 1);
    const look = (moved: tf.Tensor5D) =>
      evaluateLevel(network, { level: 0, patches: moved, noise, previous }, [], both);
    const { output, latents } = (sigma * inputScale <= spun ? cycleSpin(look) : look)(patches);
    previous = cascade.network.selfCondition ? latents : undefined;
    const guided = guide(output, conditionAt(condition, cascade, 0, sigma));
    return Promise.resolve(thresholded(denoised(x, guided, [sigma], sigmaData), threshold));
  };
  const noise = unitNoise([1, ...size, cascade.channels], { seed: 0, purpose: 'canvas', level: 0 });
  const sampled = { cascade, level: 0, sigmas, seed: 0, first: 0, frame: 0 };
  const video = await sampleCanvas(sampled, tf.mul(noise, itemAt(sigmas, 0)), denoise, () => undefined);
  return video.data<'float32'>();
}

const isSmall = (cascade: Cascade): boolean =>
  cascade.levels.every((_, level) => tileCount(largestTiling(cascade, level)) <= MOST_TILES);

/** So many random cascades that `check` has nothing against train, sample, and obey the laws. */
export async function obeyLaws(count: number): Promise<void> {
  const legal = randomCascade.filter((drawn) => faultsOf(drawn).length === 0 && isSmall(resolveCascade(drawn)));
  await fc.assert(fc.asyncProperty(legal, fc.constantFrom(1, 2.5), obeys), { numRuns: count });
}

/** Of so many random cascades, those that break a rule about sizes are refused with that rule, and no others. */
export function refuseOthers(count: number): void {
  const law = fc.property(randomCascade, (document) => {
    const faults = faultsOf(document);
    const named = faults.flatMap(({ see = [] }) => see);
    expect(new Set(named)).toEqual(new Set([...brokenRules(document)].map((rule) => `docs/cascade.md#${rule}`)));
    for (const fault of faults) {
      expect(fault).toMatchObject({
        code: 'E_CASCADE',
        expected: expect.any(String),
        got: expect.any(String),
        try: expect.any(String),
      });
    }
  });
  fc.assert(law, { numRuns: count });
}

/** The rules of docs/cascade.md about sizes that a document breaks, as they are written there. */
function brokenRules(document: Document): Set<string> {
  const { patch, levels, network } = document;
  const cascade = resolveCascade(document);
  const broken = new Set<string>();
  const last = itemAt(levels, levels.length - 1).size;
  if (AXES.some((axis) => patch[axis] % network.token[axis] !== 0)) broken.add('whole-tokens');
  cascade.levels.forEach(({ size, overlap }, level) => {
    const stays = (axis: 0 | 1 | 2): boolean => Math.round(patch[axis] * (1 - overlap[axis])) < 1;
    if (AXES.some((axis) => size[axis] > patch[axis] && stays(axis))) broken.add('overlap');
    const written = itemAt(levels, level).size;
    const before = levels[level - 1]?.size ?? written;
    const isUneven = (axis: 0 | 1 | 2): boolean => last[axis] % written[axis] !== 0;
    // a level that is smaller than the one before is told that alone
    if (AXES.some((axis) => written[axis] < before[axis])) broken.add('coarse-to-fine');
    else if (AXES.some((axis) => isUneven(axis) && (level > 0 || last[axis] > patch[axis])))
      broken.add('whole-factors');
  });
  const isOrdered = !broken.has('coarse-to-fine') && !broken.has('whole-factors');
  if (isOrdered && readsCoarser(cascade) && !isNested(cascade)) broken.add('tiles-inside-tiles');
  return broken;
}

/** Whether each tile of a level, of those that are sampled, wherever they are moved, and of those that overlap by half, lies inside one of the level before. */
const isNested = ({ levels, patch }: Cascade): boolean =>
  levels.every(({ size, overlap, factor, shift }, level) => {
    const before = levels[level - 1];
    if (before === undefined) return true;
    return AXES.every((axis) => {
      const length = patch[axis];
      const read = level + 1 < levels.length ? axisStarts(size[axis], length, 0.5) : [];
      const parents = axisStarts(before.size[axis], length, 0.5).map((start) => start * before.factor[axis]);
      const anywhere = shift && axis > 0 ? [...Array(size[axis] - length + 1).keys()] : [];
      return [...axisStarts(size[axis], length, overlap[axis]), ...anywhere, ...read].every((start) => {
        const [from, to] = [start * factor[axis], (start + length) * factor[axis]];
        return parents.some((parent) => parent <= from && to <= parent + length * before.factor[axis]);
      });
    });
  });
