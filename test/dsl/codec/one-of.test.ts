import { expect, test } from '@jest/globals';
import { expectationOf } from '../../../dsl/codec/expectation.js';
import { keyOf, oneOf } from '../../../dsl/codec/one-of.js';
import { fits } from './fits.js';

test('one of a few words, or of the keys of a table', () => {
  expect([fits(oneOf(['a', 'b']), 'b'), fits(oneOf(['a', 'b']), 'c')]).toEqual([true, false]);
  expect([fits(keyOf({ a: 1 }), 'a'), fits(keyOf({ a: 1 }), 'toString')]).toEqual([true, false]);
});

test('a choice of words tells them, for suggestions', () => {
  expect(expectationOf(oneOf(['a', 'b']))).toEqual({ expected: 'one of a, b', example: 'a', words: ['a', 'b'] });
});
