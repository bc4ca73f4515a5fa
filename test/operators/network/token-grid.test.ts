import { expect, test } from '@jest/globals';
import { tokenCount, tokenGrid, tokenPixels } from '../../../operators/network/token-grid.js';
import { smallCascade } from '../../cascade.js';

test('a patch of 2 frames of 4 × 4 with two channels, in tokens of 1 × 2 × 2, has 2 × 2 × 2 tokens of 8 numbers', () => {
  const cascade = smallCascade();
  expect(tokenGrid(cascade)).toEqual([2, 2, 2]);
  expect(tokenCount(cascade)).toBe(8);
  expect(tokenPixels(cascade)).toBe(8);
});

test('the axes of a token may differ', () => {
  const cascade = smallCascade({ network: { token: [2, 2, 1] } });
  expect(tokenGrid(cascade)).toEqual([1, 2, 4]);
  expect(tokenPixels(cascade)).toBe(8);
});
