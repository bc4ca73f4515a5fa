import { expect, test } from '@jest/globals';
import { dataBatch } from '../../../operators/data/batch.js';
import { itemsOf, settingsOf, testContext } from '../../context.js';
import { namedClips } from '../clips/media-files.js';

type Given = Parameters<typeof settingsOf<typeof dataBatch.with>>[1];
const draws = async (length: number, given: Given, first = 0) =>
  (
    await itemsOf(dataBatch.run({ clips: namedClips(length) }, settingsOf(dataBatch.with, given), testContext(), first))
  ).map(({ batch }) => [batch.first, batch.size]);

test('item k has the draws from k · B on, wherever a run begins', async () => {
  expect(await draws(12, { size: 4 })).toEqual([
    [0, 4],
    [4, 4],
    [8, 4],
  ]);
  expect(await draws(12, { size: 4 }, 2)).toEqual([[8, 4]]);
  expect(await draws(Infinity, { size: 4, count: 2 }, 1e6)).toEqual([
    [4e6, 4],
    [4e6 + 4, 4],
  ]);
  expect(await draws(Infinity, { size: 4, until: 3 }, 2)).toEqual([[8, 4]]);
});

test('what does not fill an item at the end is dropped or kept', async () => {
  expect(await draws(5, { size: 2 })).toHaveLength(2);
  expect((await draws(5, { size: 2, last: 'keep' })).at(-1)).toEqual([4, 1]);
});

test('a sequence that does not fill one item is refused', async () => {
  await expect(draws(3, { size: 4 })).rejects.toThrow(/nodes\.node\.in\.clips {2}E_DATA_EMPTY[^]*at least 4 clips/);
  await expect(draws(0, { size: 4, last: 'keep' })).rejects.toThrow(/E_DATA_EMPTY/);
});

test('members share out the draws of every item: together they are those of one run', async () => {
  const part = async (index: number, first: number): Promise<number[]> => {
    const context = testContext({ share: { index, of: 2 } });
    const settings = settingsOf(dataBatch.with, { size: 2 });
    const items = await itemsOf(dataBatch.run({ clips: namedClips(13) }, settings, context, 2 * first + index));
    return items.map(({ batch }) => batch.first);
  };
  // of 4 clips per item; the 13th fills none
  expect(await part(0, 0)).toEqual([0, 4, 8]);
  expect(await part(1, 0)).toEqual([2, 6, 10]);
  expect(await part(1, 2)).toEqual([10]);
});
