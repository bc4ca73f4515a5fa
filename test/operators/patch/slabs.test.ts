import { expect, test } from '@jest/globals';
import { patchSlabs } from '../../../operators/patch/slabs.js';
import { smallCascade } from '../../cascade.js';
import { itemsOf, testContext } from '../../context.js';

/** Levels of 2, 4 and 8 frames, in tiles of 2. */
const cascade = smallCascade();

test('the slabs of a level come in order, as many as it has tiles along time', async () => {
  const slabs = await itemsOf(patchSlabs.run({}, { cascade, level: 1 }, testContext(), 0));
  expect(slabs).toEqual([{ slab: { number: 0, level: 1 } }, { slab: { number: 1, level: 1 } }]);
  expect((await itemsOf(patchSlabs.run({}, { cascade, level: -1 }, testContext(), 0))).length).toBe(4);
  expect(patchSlabs.steps?.({ cascade, level: -1 })).toBe(4);
});

test('they can begin at any', async () => {
  const slabs = await itemsOf(patchSlabs.run({}, { cascade, level: -1 }, testContext(), 3));
  expect(slabs).toEqual([{ slab: { number: 3, level: 2 } }]);
});

test('a level that the cascade does not have is refused', () => {
  expect(patchSlabs.check?.({ cascade, level: 3 }, {}, [])).toMatchObject([{ code: 'E_LEVEL' }]);
  expect(patchSlabs.check?.({ cascade, level: -1 }, {}, [])).toEqual([]);
});
