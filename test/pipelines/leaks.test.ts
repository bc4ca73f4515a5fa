import { expect, test } from '@jest/globals';
import { TINY } from './cli/command-line.js';
import { trainAndSample } from './leaks.js';

test('100 training steps and 3 samples end with the tensors they began with, and memory stays flat', async () => {
  const { tensors, residentMegabytes } = await trainAndSample(TINY, 100, 2);
  expect(tensors).toBe(0);
  const [settled = NaN, last = NaN] = [residentMegabytes[4], residentMegabytes.at(-1)];
  expect(residentMegabytes).toHaveLength(10);
  expect(last - settled).toBeLessThan(60);
});
