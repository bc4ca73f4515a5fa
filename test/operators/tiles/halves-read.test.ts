import { expect, test } from '@jest/globals';
import { halvesRead } from '../../../operators/tiles/halves-read.js';

const of = (level: number, halves: 1 | 2) => ({ level, videos: 1, halves, blocks: [], firstLook: [] });

test('a context is read in as many halves as its finest level has', () => {
  expect(halvesRead([])).toBe(1);
  expect(halvesRead([of(0, 2), of(1, 2)])).toBe(2);
  expect(halvesRead([of(0, 2), of(1, 1)])).toBe(1);
});
