import { expect, test } from '@jest/globals';
import { evenly } from '../../../operators/pixels/evenly.js';

test.each([
  [9, 4, [0, 3, 5, 8]],
  [16, 1, [0]],
  [3, 8, [0, 1, 2]],
  [16, 16, [...Array(16).keys()]],
])('of %i frames %i are chosen: %j', (count, wanted, chosen) => {
  expect(evenly(count, wanted)).toEqual(chosen);
});
