import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import type { Cascade } from '../../../dsl/index.js';
import { projectTiles } from '../../../operators/tiles/project-tiles.js';
import { contextEncode } from '../../../operators/context/encode.js';
import { evaluateLevel } from '../../../operators/network/evaluate-level.js';
import { evaluatePyramid } from '../../../operators/network/evaluate-pyramid.js';
import { measure } from '../../../operators/tensor/sketch/measure.js';
import { tf as lazy } from '../../../operators/tensor/tf.js';
import { tileCount, tilingOf } from '../../../operators/tiles/tiling.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { countFlops } from '../../flops.js';
import { testContext } from '../../context.js';
import { normal } from '../../gradients.js';
import { sketched } from '../../sketched.js';
import { movedNetwork, nestedOrigins, pyramidInputs, someCondition } from '../../network.js';

/** Wide enough that a matrix product is what costs, as in every network worth training. */
const wide = { width: 64, latents: 14, latentWidth: 48, heads: 4, layers: 2 };
const cascades: Readonly<Record<string, Cascade>> = {
  'fine levels through later blocks': smallCascade({ network: { ...wide, levelsPerBlock: [1, 2, 3] } }),
  'shallow fusion': smallCascade({
    network: { ...wide, fusion: 'shallow', levelsPerBlock: [1, 2, 3] },
  }),
  'transformer, classes': smallCascade({
    condition: { classes: 5 },
    network: { ...wide, block: 'transformer', levelsPerBlock: [1, 2, 3] },
  }),
  'text, guided by its tokens in every block': smallCascade({
    condition: { text: { width: 48, tokens: 6 } },
    network: { ...wide, levelsPerBlock: [1, 2, 3] },
  }),
  'text as a vector, coarser pixels and estimates': smallCascade({
    condition: { text: { width: 48, tokens: 6, read: 'both' } },
    network: { ...wide, pixels: true, residual: true, levelsPerBlock: [1, 2, 3] },
  }),
  'all levels through all blocks': smallCascade({ network: { ...wide, levelsPerBlock: [3, 3, 3] } }),
};

/** Operations that are counted when work runs on tensors, and those that a plan tells from their shapes. */
const counts = <T>(given: T, work: (given: T) => void): { counted: number; planned: number } => {
  const planned = measure(() => {
    work(sketched(given));
  }).flops;
  return { planned, counted: countFlops(() => lazy.tidy(() => work(given))) };
};

onTensorflow('the operations the plan tells are those counted,', () => {
  test.each(Object.keys(cascades))('of a training step: %s', (name) => {
    const cascade = cascades[name] as Cascade;
    const { weights } = movedNetwork(cascade);
    const given = { weights, inputs: pyramidInputs(cascade, 4), condition: someCondition(cascade, 4) };
    const { counted, planned } = counts(given, ({ weights, inputs, condition }) => {
      const loss = (...values: tf.Tensor[]): tf.Scalar => {
        const named = Object.fromEntries(Object.keys(weights).map((key, i) => [key, values[i] as tf.Tensor]));
        return lazy.addN<tf.Scalar>(
          evaluatePyramid({ cascade, weights: named }, inputs, nestedOrigins(4), condition).map(({ output }) =>
            lazy.sum<tf.Scalar>(lazy.square(output)),
          ),
        );
      };
      lazy.valueAndGrads(loss)(Object.values(weights));
    });
    expect(planned).toBeGreaterThan(0);
    expect(planned).toBe(counted);
  });

  test.each(Object.keys(cascades))('of denoising tiles and of their context: %s', async (name) => {
    const cascade = cascades[name] as Cascade;
    const network = movedNetwork(cascade);
    const tiling = tilingOf(cascade, 1);
    const tiles = tileCount(tiling);
    const video = normal<tf.Tensor5D>('video', [1, ...cascade.patch, cascade.channels]);
    const encoding = await contextEncode.open({ level: 0, seed: 0, batch: 64, memory: undefined }, testContext());
    const first = { context: undefined, condition: undefined, slab: undefined };
    const { context } = await encoding.next({ video, network, ...first }, 0);
    const projecting = counts({ network, context }, ({ network, context }) => {
      projectTiles(network, { level: 1, tiling, start: 0, count: tiles }, context);
    });
    expect(projecting.planned).toBeGreaterThan(0);
    expect(projecting.planned).toBe(projecting.counted);
    const projected = projectTiles(network, { level: 1, tiling, start: 0, count: tiles }, context);
    const patches = normal<tf.Tensor5D>('tiles', [tiles, ...cascade.patch, cascade.channels]);
    const input = { level: 1, patches, noise: normal<tf.Tensor1D>('noise', [tiles]) };
    const all = { network, input, projected: projected.blocks, condition: someCondition(cascade, tiles) };
    const evaluating = counts(all, ({ network, input, projected, condition }) => {
      evaluateLevel(network, input, projected, condition);
    });
    expect(evaluating.planned).toBe(evaluating.counted);
  });
});
