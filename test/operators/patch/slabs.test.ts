import { expect, test } from '@jest/globals';
import { patchSlabs } from '../../../operators/patch/slabs.js';
import { smallCascade } from '../../cascade.js';
import { ALONE, itemsOf, settingsOf, testContext } from '../../context.js';

/** Levels of 2, 4 and 8 frames, in tiles of 2. */
const cascade = smallCascade();

type Given = Parameters<typeof settingsOf<typeof patchSlabs.with>>[1];

const settings = (given: Given) => settingsOf(patchSlabs.with, { cascade, ...given });

const slabsOf = async (given: Given, first = 0) => {
  const items = await itemsOf(patchSlabs.run({}, settings(given), testContext(), first));
  return items.map(({ slab }) => slab);
};

test('the slabs of a level come in order, as many as it has tiles along time', async () => {
  const videos = { first: 0, count: 1, of: 1, from: 0 };
  expect(await slabsOf({ level: 1 })).toEqual([
    { number: 0, level: 1, isLast: false, videos },
    { number: 1, level: 1, isLast: true, videos },
  ]);
  expect((await slabsOf({})).length).toBe(4);
  expect(patchSlabs.steps?.(settings({}))).toBe(4);
});

test('a level that the cascade does not have is refused, and has no sizes', () => {
  expect(patchSlabs.check?.(settings({ level: 7 }), {}, [])).toMatchObject([{ code: 'E_LEVEL' }]);
  expect(patchSlabs.dimensions?.(settings({ level: 7 }), {}, [])).toEqual({});
});

test('they can begin at any', async () => {
  expect(await slabsOf({}, 3)).toMatchObject([{ number: 3, level: 2 }]);
  expect(await slabsOf({ level: 1, count: 3, together: 1 }, 5)).toMatchObject([{ number: 1, videos: { first: 2 } }]);
});

test('of many videos, all slabs of some come before those of the next ones, in groups of nearly one size', async () => {
  const slabs = await slabsOf({ level: 1, count: 5, together: 4 });
  const groups = slabs.map(({ number, videos: { first, count, of } }) => [number, first, count, of]);
  expect(groups).toEqual([
    [0, 0, 3, 5],
    [1, 0, 3, 5],
    [0, 3, 2, 5],
    [1, 3, 2, 5],
  ]);
  expect(patchSlabs.steps?.(settings({ level: 1, count: 5, together: 4 }))).toBe(4);
});

test('videos can be numbered from another one on, where others are made elsewhere', async () => {
  const slabs = await slabsOf({ level: 0, count: 5, first: 20, together: 2 });
  expect(slabs.map(({ videos }) => videos)).toEqual([
    { first: 20, count: 2, of: 5, from: 20 },
    { first: 22, count: 2, of: 5, from: 20 },
    { first: 24, count: 1, of: 5, from: 20 },
  ]);
});

test('the number of videos is known before the run where it is the same for all slabs', () => {
  const known = (given: Given) => patchSlabs.dimensions?.(settings(given), {}, []);
  expect(known({ count: 3, together: 3 })).toEqual({ B: 3 });
  expect(known({ count: 6, together: 4 })).toEqual({ B: 3 });
  expect(known({ count: 5, together: 4 })).toEqual({});
});

test('a plan says how many are sampled at a time, if not all are', () => {
  const choice = (given: Given) =>
    patchSlabs.cost?.(settings(given), {}, { inputs: {}, body: () => ({}), share: ALONE }).choice;
  expect(choice({ count: 4 })).toBeUndefined();
  expect(choice({ count: 20 })).toBe('4 of 20 videos at a time');
  expect(choice({ count: 20, memory: 1 })).toBe('1 of 20 videos at a time');
});

test('a level that the cascade does not have is refused', () => {
  expect(patchSlabs.check?.(settings({ level: 3 }), {}, [])).toMatchObject([{ code: 'E_LEVEL' }]);
  expect(patchSlabs.check?.(settings({}), {}, [])).toEqual([]);
});
