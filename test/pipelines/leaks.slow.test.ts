import { expect, test } from '@jest/globals';
import { trainAndSample } from './leaks.js';

test('the mnist cascade: 200 training steps at batch 32 and 3 samples, memory flat', async () => {
  const { tensors, residentMegabytes } = await trainAndSample(undefined, 200, 32);
  console.log(`resident memory after each tenth step, MB: ${residentMegabytes.map((mb) => mb.toFixed(0)).join(' ')}`);
  expect(tensors).toBe(0);
  // it goes up and down with the allocator: what must not grow is the most of it
  const [early, late] = [residentMegabytes.slice(0, 10), residentMegabytes.slice(10)];
  expect(Math.max(...late)).toBeLessThan(1.05 * Math.max(...early));
});
