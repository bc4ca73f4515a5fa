import { expect, test } from '@jest/globals';
import { relativeOrigins } from '../../../operators/network/origin.js';
import { smallCascade } from '../../cascade.js';

test('places are fractions of the whole video along each axis', () => {
  // the last level has 8 frames of 16 × 16
  expect(
    relativeOrigins(smallCascade(), [
      [0, 0, 0],
      [4, 8, 2],
    ]),
  ).toEqual([
    [0, 0, 0],
    [0.5, 0.5, 0.125],
  ]);
});
