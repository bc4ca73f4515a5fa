import { expect, test } from '@jest/globals';
import { dataFirst } from '../../../operators/data/first.js';
import type { Clips } from '../../../operators/values/clips.js';
import { itemsOf, testContext } from '../../context.js';

const clips = (length: number): Clips => ({
  length,
  classes: [],
  at: (index) => ({ name: `${index}`, source: { kind: 'file', path: `${index}.mp4` } }),
});

test.each([
  [10, 4, 4],
  [3, 4, 3],
  [0, 4, 0],
])('of %i clips, %i asked for: %i, always from the first', async (length, count, size) => {
  const items = await itemsOf(dataFirst.run({ clips: clips(length) }, { count }, testContext(), 0));
  expect(items).toMatchObject([{ batch: { first: 0, size } }]);
});
