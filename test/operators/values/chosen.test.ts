import { expect, test } from '@jest/globals';
import { chosen } from '../../../operators/values/chosen.js';

test('in a plan all items are chosen, so that what follows is counted in full', () => {
  expect(chosen().kind.sketch?.([3])).toEqual([true, true, true]);
});
