import { expect, test } from '@jest/globals';
import { rates } from '../../../operators/values/rates.js';

test('a sketch of rates has none that is known', () => {
  expect(rates().kind.sketch?.([3])).toEqual([null, null, null]);
});
