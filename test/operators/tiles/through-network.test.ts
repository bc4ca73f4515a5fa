import { beforeAll, describe, expect, test } from '@jest/globals';
import { allPieces } from '../../../dsl/index.js';
import { tf } from '../../../operators/tensor/tf.js';
import type { Condition } from '../../../operators/network/condition.js';
import { evaluateLevel } from '../../../operators/network/evaluate-level.js';
import type { SharedRows } from '../../../operators/tensor/members/shared-rows.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { throughNetwork, type Chunk, type LevelTiles } from '../../../operators/tiles/through-network.js';
import { smallCascade } from '../../cascade.js';
import { normal } from '../../gradients.js';
import { movedNetwork } from '../../network.js';
import { projectedOf } from '../../projected.js';

beforeAll(() => selectBackend('cpu'));

/** Five tiles of the coarsest level, a video each. */
const tilesWith = (condition: Condition | undefined): LevelTiles => {
  const network = movedNetwork(smallCascade(condition === undefined ? {} : { condition: { classes: 4 } }));
  const noisy = normal<tf.Tensor5D>('tiles', [5, 2, 4, 4, 2]);
  return { network, level: 0, noisy, sigma: 0.7, context: projectedOf(network.cascade, 0), condition };
};
const classes = (guidance: number): Condition => ({ kind: 'classes', classes: [0, 1, 2, 3, null], guidance });

describe('all tiles of a level, some at a time', () => {
  test.each([
    ['without a condition', undefined, [2, 2, 1]],
    ['with one', classes(1), [2, 2, 1]],
    ['guided, each tile twice', classes(2), [2, 2, 2, 2, 2]],
  ])('%s: the network sees at most so many patches at once', (_, condition, expected) => {
    const seen = allPieces(throughNetwork(tilesWith(condition), 2, ({ input }) => tf.scalar(input.patches.shape[0])));
    expect(seen.map((count) => count.dataSync()[0])).toEqual(expected);
  });

  test.each([
    ['without a condition', undefined],
    ['guided', classes(2)],
  ])('%s: how many go together changes no result', async (_, condition) => {
    const tiles = tilesWith(condition);
    const evaluate = ({ input, context, condition, noisy }: Chunk): tf.Tensor => {
      const { output } = evaluateLevel(tiles.network, input, context, condition);
      // the half with the condition comes first
      return tf.slice(output, 0, noisy.shape[0]);
    };
    const one = tf.concat(allPieces(throughNetwork(tiles, 1, evaluate)));
    const all = tf.concat(allPieces(throughNetwork(tiles, 64, evaluate)));
    expect(one.shape).toEqual(tiles.noisy.shape);
    expect(tf.max(tf.abs(tf.sub(one, all))).dataSync()[0]).toBeLessThan(1e-6);
    expect(tf.max(tf.abs(all)).dataSync()[0]).toBeGreaterThan(1e-3);
  });

  test('only what the callback returns stays', () => {
    const tiles = tilesWith(classes(2));
    const before = tf.memory().numTensors;
    const results = allPieces(throughNetwork(tiles, 4, ({ input }) => [input.patches]));
    expect(tf.memory().numTensors - before).toBe(results.length);
  });

  test('the work can be interrupted between two calls, and says how many tiles have gone through', () => {
    const work = throughNetwork(tilesWith(undefined), 2, ({ input }) => tf.scalar(input.patches.shape[0]));
    const pieces = [...work];
    expect(pieces.map(({ done, of }) => [done, of])).toEqual([
      [2, 5],
      [4, 5],
    ]);
    expect(pieces[1]?.needed).toHaveLength(3); // the results so far, to which the last one was added
  });

  test('of members that sample together it is one piece, so that they keep step', () => {
    const alone = tilesWith(undefined);
    const tiles = { ...alone, network: { ...alone.network, members: {} as unknown as SharedRows } };
    expect([...throughNetwork(tiles, 2, ({ input }) => tf.scalar(input.patches.shape[0]))]).toEqual([]);
  });
});
