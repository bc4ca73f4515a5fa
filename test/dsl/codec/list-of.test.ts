import { expect, test } from '@jest/globals';
import { listOf, mapOf, threeOf } from '../../../dsl/codec/list-of.js';
import { plain } from '../../../dsl/codec/plain.js';
import { fits } from './fits.js';

const any = { expected: 'any', example: '1' };

test('lists, threes and maps hold values of one codec', () => {
  expect([fits(listOf(plain.whole, any), [1, 2, 3, 4]), fits(listOf(plain.whole, any), [1, 'a'])]).toEqual([
    true,
    false,
  ]);
  expect([fits(threeOf(plain.number, any), [1, 2, 3]), fits(threeOf(plain.number, any), [1, 2])]).toEqual([
    true,
    false,
  ]);
  expect([fits(mapOf(plain.text, any), { a: 'b' }), fits(mapOf(plain.text, any), { a: 1 })]).toEqual([true, false]);
});
