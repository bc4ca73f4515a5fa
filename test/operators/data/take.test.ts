import { expect, test } from '@jest/globals';
import { dataTake } from '../../../operators/data/take.js';
import { namedClips, namesOf } from '../clips/media-files.js';

test('the first clips, or all if there are fewer', () => {
  const take = (length: number, count: number) => dataTake.run({ clips: namedClips(length) }, { count }).clips;
  expect(namesOf(take(5, 2))).toEqual(['0', '1']);
  expect(take(5, 9).length).toBe(5);
  expect(take(Infinity, 9).length).toBe(9);
});
