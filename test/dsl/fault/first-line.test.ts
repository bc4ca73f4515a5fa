import { expect, test } from '@jest/globals';
import { firstLine } from '../../../dsl/fault/first-line.js';

test('an error of several lines is shortened to its first one; anything thrown has one', () => {
  expect(firstLine(new Error('\n no such file\n  at x'))).toBe('no such file');
  expect(firstLine('a text\nand more')).toBe('a text');
  expect(firstLine(undefined)).toBe('undefined');
});
