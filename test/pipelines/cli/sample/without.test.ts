import { expect, test } from '@jest/globals';
import { without } from '../../../../pipelines/cli/sample/without.js';

test('values without some of them, and the given ones stay as they are', () => {
  const values = { a: 1, b: undefined, c: 3 };
  expect(without(values, 'a', 'd')).toEqual({ b: undefined, c: 3 });
  expect(values).toHaveProperty('a');
});
