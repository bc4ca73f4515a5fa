import { expect, test } from '@jest/globals';
import { readInput } from '../../../../pipelines/studio/page/read-input.js';
import { writeInput } from '../../../../pipelines/studio/page/write-input.js';

test.each([
  [{ type: 'int' }, '3', 3],
  [{ type: 'number' }, '', undefined],
  [{ type: 'string' }, 'a, b', 'a, b'],
  [{ type: 'list', of: 'string' }, 'polar bear, fox', ['polar bear', 'fox']],
  [{ type: 'list', of: 'string' }, '["a, b", "c"]', ['a, b', 'c']],
  [{ type: 'list', of: 'number' }, '1.5, x', [1.5, 'x']],
  [{ type: 'list', of: 'number' }, '', []],
])('of %j, %s is %j', (declared, text, value) => {
  expect(readInput(text, declared)).toEqual(value);
});

test('a list with commas in its items is written so that it is read again', () => {
  for (const value of [['a, b', 'c'], ['fox'], []]) {
    expect(readInput(writeInput(value), { type: 'list', of: 'string' })).toEqual(value);
  }
});
