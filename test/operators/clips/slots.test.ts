import { expect, test } from '@jest/globals';
import { inParallel, Slots } from '../../../operators/clips/slots.js';

const turn = (): Promise<void> => new Promise((resume) => setImmediate(resume));

test('never more pieces of work run than there are slots, and all are done, also after one failed', async () => {
  const slots = new Slots(2);
  let [running, most, done] = [0, 0, 0];
  const work = Array.from({ length: 9 }, (_, i) =>
    slots.take(async () => {
      most = Math.max(most, ++running);
      await turn();
      running--;
      if (i === 3) throw new Error('broken');
      return ++done;
    }),
  );
  const ends = await Promise.allSettled(work);
  expect(most).toBe(2);
  expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect(done).toBe(8);
});

test('results keep the order of the items', async () => {
  const results = await inParallel([3, 1, 2], 2, async (item, index) => {
    for (let i = 0; i < item; i++) await turn();
    return `${index}:${item}`;
  });
  expect(results).toEqual(['0:3', '1:1', '2:2']);
  expect(await inParallel([], 4, async () => 1)).toEqual([]);
});
