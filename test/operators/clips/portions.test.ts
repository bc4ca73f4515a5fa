import { expect, test } from '@jest/globals';
import { Portions } from '../../../operators/clips/portions.js';

const turn = (): Promise<void> => new Promise((resume) => setImmediate(resume));

/** The portions in which items that come at once are worked on, and how many at a time at most. */
async function portionsOf(jobs: number, most: number, count: number) {
  const seen: (readonly number[])[] = [];
  let [running, atOnce, left] = [0, 0, count];
  await new Promise<void>((done) => {
    const portions = new Portions<number>(jobs, most, async (items) => {
      seen.push(items);
      atOnce = Math.max(atOnce, ++running);
      await turn();
      running--;
      left -= items.length;
      if (left === 0) done();
    });
    for (let item = 0; item < count; item++) portions.add(item);
  });
  return { seen, atOnce };
}

test('items come in their order, in full portions while many wait', async () => {
  const { seen, atOnce } = await portionsOf(2, 3, 10);
  expect(seen.flat()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(seen.slice(0, 3).map(({ length }) => length)).toEqual([3, 3, 3]);
  expect(atOnce).toBe(2);
});

test('few items are shared among all workers', async () => {
  const { seen } = await portionsOf(4, 8, 8);
  expect(seen).toEqual([
    [0, 1],
    [2, 3],
    [4, 5],
    [6, 7],
  ]);
});

test('what comes later is worked on, too', async () => {
  const seen: (readonly number[])[] = [];
  const portions = new Portions<number>(1, 8, async (items) => {
    seen.push(items);
    await turn();
  });
  portions.add(1);
  while (seen.length < 1) await turn();
  portions.add(2);
  portions.add(3);
  while (seen.length < 2) await turn();
  expect(seen).toEqual([[1], [2, 3]]);
});
