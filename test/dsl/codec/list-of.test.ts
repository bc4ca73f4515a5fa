import { expect, test } from '@jest/globals';
import { PathReporter } from 'io-ts/lib/PathReporter.js';
import { listOf, mapOf, threeOf } from '../../../dsl/codec/list-of.js';
import { plain } from '../../../dsl/codec/plain.js';
import { expectationOf } from '../../../dsl/codec/expectation.js';
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

test('of a list that has not three values the whole is wrong, and what is meant has three', () => {
  const three = threeOf(plain.whole, any);
  const wrongAt = (value: unknown) => PathReporter.report(three.decode(value)).length;
  expect([wrongAt([4, 16]), wrongAt([1, 2, 3, 4]), wrongAt([1, 'a', 'b'])]).toEqual([1, 1, 2]);
  const near = (value: unknown) => expectationOf(three).near?.(value);
  expect([near(4), near([4]), near([4, 16]), near([4, 8, 16, 3])]).toEqual([
    [4, 4, 4],
    [4, 4, 4],
    [4, 16, 16],
    [4, 8, 16],
  ]);
  expect([near([]), near(['a', 2])]).toEqual([undefined, undefined]);
});
