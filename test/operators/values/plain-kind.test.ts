import { expect, test } from '@jest/globals';
import { plainKind } from '../../../operators/values/plain-kind.js';

test('a plain kind needs no backend, and a plan makes its values only if it says how', () => {
  const ones = plainKind<number[], 'ones'>('ones', ([count = 0]) => Array.from({ length: count }, () => 1));
  expect(ones.tensors).toBe(false);
  expect(ones.sketch?.([2])).toEqual([1, 1]);
  expect(plainKind('other')).not.toHaveProperty('sketch');
});
