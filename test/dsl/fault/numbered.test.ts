import { expect, test } from '@jest/globals';
import { numbered } from '../../../dsl/fault/numbered.js';

test('one number is no range', () => {
  expect([numbered(0, 'level'), numbered(2, 'level')]).toEqual(['level 0', 'levels from 0 to 2']);
  expect([0, 9].map((last) => numbered(last, 'class', 'classes'))).toEqual(['class 0', 'classes from 0 to 9']);
});
