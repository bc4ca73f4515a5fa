import { expect, test } from '@jest/globals';
import { sigma } from '../../../operators/values/sigma.js';

test('in a plan there is a noise level above 0 for every level and patch, so that its logarithm exists', () => {
  expect(sigma().kind.sketch?.([2, 3])).toEqual([
    [1, 1, 1],
    [1, 1, 1],
  ]);
  expect(sigma(1, 1).layout).toEqual([1, 1]);
});
