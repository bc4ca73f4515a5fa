import { expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import { dataRepeat } from '../../../operators/data/repeat.js';
import { dataShuffle, permutation } from '../../../operators/data/shuffle.js';
import { namedClips, namesOf } from '../clips/media-files.js';
import { viewOf } from './sources.js';

test('every epoch has every clip once', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.integer(), fc.nat(1000), (length, seed, epoch) => {
      expect([...permutation(length, seed, epoch)].sort((a, b) => a - b)).toEqual([...Array(length).keys()]);
    }),
  );
});

test('each clip comes first equally often', () => {
  const firsts = Array.from({ length: 1000 }, (_, epoch) => permutation(5, 3, epoch)[0]);
  // 200 ± 5 standard deviations
  for (let k = 0; k < 5; k++) expect(Math.abs(firsts.filter((first) => first === k).length - 200)).toBeLessThan(64);
});

test('the order depends on the seed and the epoch alone, also when epochs are asked for in turn', async () => {
  const shuffled = await viewOf(dataShuffle, {}, namedClips(20), 4);
  const orders = [0, 1, 2].map((epoch) => namesOf(shuffled, 20, epoch));
  expect(new Set(orders.map(String)).size).toBe(3);
  expect([2, 0, 1].map((epoch) => namesOf(shuffled, 20, epoch))).toEqual([orders[2], orders[0], orders[1]]);
  expect(namesOf(await viewOf(dataShuffle, {}, namedClips(20), 5))).not.toEqual(orders[0]);
  const repeated = dataRepeat.run({ clips: shuffled }, { epochs: 0 }).clips;
  expect(namesOf(repeated, 60)).toEqual(orders.flat());
});

test('a sequence without end cannot be shuffled', async () => {
  await expect(viewOf(dataShuffle, {}, namedClips(Infinity))).rejects.toThrow(/E_DATA_ORDER/);
});
