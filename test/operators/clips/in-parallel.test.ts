import { expect, test } from '@jest/globals';
import { inParallel } from '../../../operators/clips/in-parallel.js';

const turn = (): Promise<void> => new Promise((resume) => setImmediate(resume));

test('results keep the order of the items', async () => {
  const results = await inParallel([3, 1, 2], 2, async (item, index) => {
    for (let i = 0; i < item; i++) await turn();
    return `${index}:${item}`;
  });
  expect(results).toEqual(['0:3', '1:1', '2:2']);
  expect(await inParallel([], 4, async () => 1)).toEqual([]);
});

test('never more than so many items are worked on at a time', async () => {
  let [running, most] = [0, 0];
  await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async () => {
    most = Math.max(most, ++running);
    await turn();
    running--;
  });
  expect(most).toBe(3);
});
