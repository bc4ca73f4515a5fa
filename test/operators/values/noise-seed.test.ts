import { expect, test } from '@jest/globals';
import { noiseSeed, seedOf } from '../../../operators/values/noise-seed.js';

test('is that of the run, unless an operator has its own', () => {
  const run = { seed: 7 };
  expect(seedOf(noiseSeed().default, run)).toBe(7);
  expect([seedOf(0, run), seedOf(3, run)]).toEqual([0, 3]);
});
