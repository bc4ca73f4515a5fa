import { expect, test } from '@jest/globals';
import { figureOf, standardError } from '../../../operators/measure/standard-error.js';

test('of a mean the jackknife gives the standard error of the mean', () => {
  const values = [2, 4, 4, 4, 5, 5, 7, 9];
  const without = values.map((_, left) => {
    const rest = values.filter((_, i) => i !== left);
    return rest.reduce((a, b) => a + b, 0) / rest.length;
  });
  // s = √(32/7), n = 8
  expect(standardError(without)).toBeCloseTo(Math.sqrt(32 / 7 / 8), 12);
});

test('a figure has no error where a group decides whether there is one', () => {
  const figure = (groups: readonly number[]) => (groups.includes(3) ? groups.reduce((a, b) => a + b, 0) : undefined);
  expect(figureOf([1, 2, 3], figure)).toEqual({ value: 6, error: null });
  expect(figureOf([1], (groups) => groups[0])).toEqual({ value: 1, error: null });
  expect(figureOf([], () => undefined)).toEqual({ value: null, error: null });
});
