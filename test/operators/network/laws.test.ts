import { beforeAll, describe, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import type { Cascade } from '../../../dsl/index.js';
import { evaluatePyramid } from '../../../operators/network/evaluate-pyramid.js';
import { declareParameters } from '../../../operators/network/declare-parameters.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { onFastBackends } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { movedNetwork, nestedOrigins, pyramidInputs } from '../../network.js';

type Shape = NonNullable<Parameters<typeof smallCascade>[0]>['network'];

const BLOCKS = ['rin', 'transformer'] as const;
const cascadeOf = (network: Shape): Cascade => smallCascade({ network: { ...network } });

/** Largest change of the finest level's loss with a pixel of the coarsest level's patch. */
function reach(network: Shape): number {
  const cascade = cascadeOf(network);
  const net = movedNetwork(cascade);
  const [coarse, ...fine] = pyramidInputs(cascade, 2);
  const gradient = tf.grad((patches) => {
    const inputs = [
      { ...coarse, patches: patches as tf.Tensor5D, level: 0, noise: fine[0]?.noise as tf.Tensor1D },
      ...fine,
    ];
    const last = evaluatePyramid(net, inputs, nestedOrigins(2)).at(-1);
    return tf.sum(tf.square(last?.output as tf.Tensor5D));
  })(coarse?.patches as tf.Tensor5D);
  return Math.max(...gradient.abs().dataSync());
}

onFastBackends('gradients of fine losses', () => {
  test.each(BLOCKS)('%s: reach coarse levels, but not where context is detached', (block) => {
    expect(reach({ block })).toBeGreaterThan(1e-3);
    expect(reach({ block, fusion: 'shallow' })).toBeGreaterThan(1e-3);
    expect(reach({ block, detachContext: true })).toBe(0);
  });
});

describe('adaptive computation', () => {
  // its kernels are all tfjs's own, so that its profiler sees each of them
  beforeAll(async () => {
    await selectBackend('cpu');
  });

  /** Multiplications of all matrix products, and kernels run, of a pass through the network. */
  async function work(network: Shape): Promise<{ products: number; kernels: number }> {
    const cascade = cascadeOf(network);
    const net = movedNetwork(cascade);
    const inputs = pyramidInputs(cascade, 2);
    const { kernels } = await tf.profile(() => {
      evaluatePyramid(net, inputs, nestedOrigins(2));
    });
    const products = kernels.filter(({ name }) => name === 'BatchMatMul');
    const sizes = products.map(({ inputShapes: [a], outputShapes: [out] }) => volume(out) * (a?.at(-1) ?? NaN));
    return { products: sizes.reduce((x, y) => x + y, 0), kernels: kernels.length };
  }

  const volume = (shape: readonly number[] | undefined): number => shape?.reduce((a, b) => a * b, 1) ?? NaN;

  test.each(BLOCKS)('%s: levels that skip a block are not computed there', async (block) => {
    const [all, some] = [
      await work({ block, levelsPerBlock: [3, 3, 3] }),
      await work({ block, levelsPerBlock: [1, 2, 3] }),
    ];
    const none = await work({ block, levelsPerBlock: [0, 0, 0] });
    // six of nine passes of a level through a block, and as many of their fusions: 0 + 1 + 3 of 3 · 3 pairs of levels
    const left = (some.products - none.products) / (all.products - none.products);
    expect(left).toBeGreaterThan(0.5);
    expect(left).toBeLessThan(0.7);
    expect(some.kernels).toBeLessThan(0.9 * all.kernels);
  });

  test.each(BLOCKS)(
    '%s: without fusion nothing is fused, with shallow fusion once for every fine level',
    async (block) => {
      const levelsPerBlock = [2, 3, 3];
      const deep = await work({ block, fusion: 'deep', levelsPerBlock });
      const shallow = await work({ block, fusion: 'shallow', levelsPerBlock });
      const none = await work({ block, fusion: 'none', levelsPerBlock });
      expect(none.kernels).toBeLessThan(shallow.kernels);
      expect(shallow.kernels).toBeLessThan(deep.kernels);
    },
  );
});

describe('what a network declares', () => {
  const names = (network: Shape): string[] => declareParameters(cascadeOf(network)).map(({ name }) => name);
  const fused = (network: Shape): string[] => [
    ...new Set(names(network).flatMap((name) => /^(blocks\.\d)\.fusion/.exec(name)?.slice(1) ?? [])),
  ];

  test('is only what its options use', () => {
    const levelsPerBlock = [1, 2, 3];
    expect(fused({ levelsPerBlock })).toEqual(['blocks.1', 'blocks.2']);
    expect(fused({ levelsPerBlock: [3, 3, 3] })).toHaveLength(3);
    expect(fused({ levelsPerBlock: [2, 2, 3], fusion: 'shallow' })).toEqual(['blocks.0', 'blocks.2']);
    expect(fused({ levelsPerBlock, fusion: 'none' })).toEqual([]);
    expect(names({ coordinates: false }).filter((name) => name.includes('coordinates'))).toEqual([]);
    expect(names({}).filter((name) => name.startsWith('previous'))).toEqual([]);
    expect(names({ selfCondition: true }).filter((name) => name.startsWith('previous'))).not.toEqual([]);
    expect(names({ levelsPerBlock: [0, 2, 3] }).filter((name) => name.startsWith('blocks.0'))).toEqual([]);
    expect(names({ block: 'transformer' }).filter((name) => /latents|read|write/.test(name))).toEqual([]);
  });
});
