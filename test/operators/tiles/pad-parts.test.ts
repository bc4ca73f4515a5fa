import { expect, test } from '@jest/globals';
import { bytesOf, measure } from '../../../operators/tensor/sketch/measure.js';
import { tf } from '../../../operators/tensor/tf.js';
import type { ProjectedContext } from '../../../operators/tiles/level-context.js';
import { padParts } from '../../../operators/tiles/pad-parts.js';

const part = (): ProjectedContext => ({
  ...{ level: 1, tiling: [[0], [0], [0]], halves: 1, coarser: [] },
  kept: [{ count: 1, blocks: [undefined, tf.zeros([4, 8])], base: tf.zeros([1, 2, 4, 4, 2]) }],
});

test('parts that are missing take as much memory as those that are there', () => {
  const { value } = measure(() => [1, 3].map((most) => padParts([part()], most)));
  expect(value.map((parts) => parts.length)).toEqual([1, 3]);
  expect(value.map(bytesOf)).toEqual([4 * (32 + 64), 3 * 4 * (32 + 64)]);
});

test('no part is made where there is none, and none is taken away', () => {
  const { value } = measure(() => [padParts([], 2), padParts([part(), part()], 1)]);
  expect(value.map((parts) => parts.length)).toEqual([0, 2]);
});
