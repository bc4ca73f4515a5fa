import { expect, test } from '@jest/globals';
import { unbounded } from '../../../operators/values/unbounded.js';
import { pyramid } from '../../../operators/values/pyramid.js';

test('an unbounded port has no range and is otherwise the same', () => {
  const { range, ...rest } = pyramid();
  expect(range).toEqual([-1, 1]);
  expect(unbounded(pyramid())).toEqual(rest);
});
