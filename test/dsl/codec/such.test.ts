import { expect, test } from '@jest/globals';
import { expectationOf } from '../../../dsl/codec/expectation.js';
import { such } from '../../../dsl/codec/such.js';
import { fits } from './fits.js';

test('accepts what its test accepts, and says what that is', () => {
  const even = such({ expected: 'an even number', example: '2' }, (value): value is number => Number(value) % 2 === 0);
  expect([fits(even, 4), fits(even, 3)]).toEqual([true, false]);
  expect(expectationOf(even).expected).toBe('an even number');
});
