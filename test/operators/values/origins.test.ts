import { expect, test } from '@jest/globals';
import { origins } from '../../../operators/values/origins.js';

test('in a plan every patch of every level lies at the start of the video', () => {
  expect(origins().kind.sketch?.([2, 3, 3])).toEqual([
    [
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ],
    [
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ],
  ]);
});
