import { expect, test } from '@jest/globals';
import { TINY } from './cli/command-line.js';
import { trainAndSample } from './leaks.js';

test('200 training steps and 3 samples end with the tensors they began with, and memory stays flat', async () => {
  const { tensors, residentMegabytes } = await trainAndSample(TINY, 200, 2);
  expect(tensors).toBe(0);
  const [settled = NaN, last = NaN] = [residentMegabytes[9], residentMegabytes.at(-1)];
  expect(residentMegabytes).toHaveLength(20);
  expect(last - settled).toBeLessThan(60);
});
