import * as t from 'io-ts';
import { expect, test } from '@jest/globals';
import { described, expectationOf } from '../../../dsl/codec/expectation.js';

test('a codec says what was attached to it; another one has its name', () => {
  expect(expectationOf(described(t.array(t.string), { expected: 'words', example: '[a]' })).example).toBe('[a]');
  expect(expectationOf(t.literal('heun')).expected).toBe('"heun"');
});
