import { expect, test } from '@jest/globals';
import { isObject } from '../../../dsl/codec/is-object.js';

test('a map is an object that is neither a list nor nothing', () => {
  expect([{}, { a: 1 }].every(isObject)).toBe(true);
  expect([[], null, undefined, 'text', 1].some(isObject)).toBe(false);
});
