import { expect, test } from '@jest/globals';
import { centred } from '../../../operators/pixels/centred.js';

test.each([
  [64, 1, [32]],
  [4, 1, [2]],
  [8, 4, [1, 3, 5, 7]],
  [3, 9, [0, 1, 2]],
])('of %i frames %i are chosen: %j', (count, wanted, chosen) => {
  expect(centred(count, wanted)).toEqual(chosen);
});
