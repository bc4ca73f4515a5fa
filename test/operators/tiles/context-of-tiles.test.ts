import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { fc } from '../../fc.js';
import { contextEncode } from '../../../operators/context/encode.js';
import { contextOfTiles } from '../../../operators/tiles/context-of-tiles.js';
import type { ProjectedContext } from '../../../operators/tiles/level-context.js';
import { projectTiles } from '../../../operators/tiles/project-tiles.js';
import { tileCount, tilingOf } from '../../../operators/tiles/tiling.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { testContext } from '../../context.js';
import { normal } from '../../gradients.js';
import { movedNetwork, someCondition } from '../../network.js';

const cascade = smallCascade({
  condition: { classes: 4 },
  network: { block: 'transformer', pixels: true, residual: true },
});
const VIDEOS = 2;

onTensorflow('the context of some tiles', () => {
  test('is the same, whether it is kept in groups of any size or made anew', async () => {
    const network = movedNetwork(cascade);
    const condition = someCondition(cascade, VIDEOS, 2);
    const video = normal<tf.Tensor5D>('video', [VIDEOS, ...cascade.patch, cascade.channels]);
    const inputs = { video, network, context: undefined, condition, slab: undefined };
    const encoding = await contextEncode.open({ level: 0, seed: 0, batch: 64, memory: undefined }, testContext());
    const { context } = await encoding.next(inputs, 0);
    const tiling = tilingOf(cascade, 1);
    const total = VIDEOS * tileCount(tiling);
    const anew: ProjectedContext = { level: 1, tiling, halves: 2, kept: [], coarser: context };
    const ranges = fc.integer({ min: 0, max: total - 1 }).chain((start) =>
      fc.record({
        start: fc.constant(start),
        count: fc.integer({ min: 1, max: total - start }),
        group: fc.integer({ min: 1, max: total }),
      }),
    );
    fc.assert(
      fc.property(ranges, ({ start, count, group }) => {
        tf.tidy(() => {
          const kept = Array.from({ length: Math.ceil(total / group) }, (_, i) => {
            const range = { level: 1, tiling, start: i * group, count: Math.min(group, total - i * group) };
            return { count: range.count, ...projectTiles(network, range, context) };
          });
          const [one, other] = [{ ...anew, kept, coarser: [] }, anew].map((whole) =>
            contextOfTiles(network, whole, start, count),
          );
          for (const part of ['pixels', 'base'] as const) expectSame(one?.[part], other?.[part]);
          one?.blocks.forEach((tokens, block) => expectSame(tokens, other?.blocks[block]));
          expect(one?.base?.shape[0]).toBe(2 * count);
          expect(one?.pixels?.size).toBe(count * 8 * cascade.network.width);
        });
      }),
      { numRuns: 20 },
    );
  });
});

function expectSame(a: tf.Tensor | undefined, b: tf.Tensor | undefined): void {
  expect(a?.shape).toEqual(b?.shape);
  if (a !== undefined && b !== undefined) expect(tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]).toBeLessThan(1e-5);
}
