import { expect, test } from '@jest/globals';
import { coarsest } from '../../../dsl/cascade/coarsest.js';
import { readCascade } from '../../../dsl/index.js';
import { builtIn } from '../../../pipelines/built-in.js';

const mnist = readCascade(builtIn('cascades/mnist.yaml'));

test('the coarsest level of three is a cascade of one level; the videos are 4 times as large along each axis', () => {
  const { cascade, scale } = coarsest(mnist, 1);
  expect(scale).toEqual([4, 4, 4]);
  expect(cascade.levels).toEqual([{ ...mnist.levels[0], factor: [1, 1, 1] }]);
  expect(cascade.network.levelsPerBlock).toEqual([1, 1, 1, 1]);
});

test('of two levels, the finer is the last; of all, nothing changes', () => {
  expect(coarsest(mnist, 2).cascade.levels.map(({ factor }) => factor)).toEqual([
    [2, 2, 2],
    [1, 1, 1],
  ]);
  expect(coarsest(mnist, 3)).toEqual({ cascade: mnist, scale: [1, 1, 1] });
});

test('a level alone reads no pixels and no estimates of others', () => {
  const reading = { ...mnist, network: { ...mnist.network, pixels: true, residual: true } };
  expect(coarsest(reading, 1).cascade.network).toMatchObject({ pixels: false, residual: false });
  expect(coarsest(reading, 2).cascade.network).toMatchObject({ pixels: true, residual: true });
});
