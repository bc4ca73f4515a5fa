import { expect, test } from '@jest/globals';
import { trainAndSample } from './leaks.js';

test('the mnist cascade: 200 training steps at batch 32 and 3 samples, memory flat', async () => {
  const { tensors, residentMegabytes } = await trainAndSample(undefined, 200, 32);
  console.log(`resident memory after each tenth step, MB: ${residentMegabytes.map((mb) => mb.toFixed(0)).join(' ')}`);
  expect(tensors).toBe(0);
  const [settled = NaN, last = NaN] = [residentMegabytes[9], residentMegabytes.at(-1)];
  expect(last - settled).toBeLessThan(0.05 * settled);
});
