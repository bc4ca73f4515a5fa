import { expect, test } from '@jest/globals';
import { failureOf } from '../../../dsl/fault/failure-of.js';

test('an error says its message and where it was thrown; anything else that is thrown, what it is', () => {
  expect(failureOf(new TypeError('x is not a list'))).toEqual({
    code: 'E_OPERATOR_FAILED',
    message: 'x is not a list',
    got: expect.stringMatching(/^an error from .*failure-of\.test\.ts:5:/),
  });
  expect(failureOf('no')).toEqual({ code: 'E_OPERATOR_FAILED', message: 'no' });
});
