import { expect, test } from '@jest/globals';
import { HpdmError } from '../../../dsl/index.js';
import { refusalsOf } from '../../../dsl/contract/refusals-of.js';

const throwing = (error: Error) => (): never => {
  throw error;
};

test('what a check throws is what is refused; a bug is thrown on', () => {
  expect(refusalsOf(() => 3)).toEqual([]);
  const fault = { code: 'E_SIZE', expected: 'a size' } as const;
  expect(refusalsOf(throwing(new HpdmError([fault, { ...fault, got: 'none' }])))).toEqual([
    fault,
    { ...fault, got: 'none' },
  ]);
  expect(() => refusalsOf(throwing(new TypeError('a bug')))).toThrow('a bug');
});
