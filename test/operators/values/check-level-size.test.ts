import { expect, test } from '@jest/globals';
import { checkLevelSize } from '../../../operators/values/check-level-size.js';
import { smallCascade } from '../../cascade.js';

const check = (...shape: number[]) => {
  checkLevelSize(shape, smallCascade(), 1);
};

test('a video of any number of clips passes if it is of the size of its level', () => {
  expect(() => {
    check(1, 4, 8, 8, 2);
    check(7, 4, 8, 8, 2);
  }).not.toThrow();
});

test.each([
  ['frames', [1, 3, 8, 8, 2]],
  ['rows', [1, 4, 7, 8, 2]],
  ['channels', [1, 4, 8, 8, 3]],
])('another number of %s is refused with both sizes', (_, shape) => {
  expect(() => {
    check(...shape);
  }).toThrow(/E_VALUE_SHAPE[^]*level 1: \[B, 4, 8, 8, 2\][^]*\[1, /);
});
