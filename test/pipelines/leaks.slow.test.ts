import { expect, test } from '@jest/globals';
import { trainAndSample, trainOnClips } from './leaks.js';

test('the mnist cascade: 200 training steps at batch 32 and 3 samples, memory flat', async () => {
  const { tensors, residentMegabytes } = await trainAndSample(undefined, 200, 32);
  console.log(`resident memory after each tenth step, MB: ${residentMegabytes.map((mb) => mb.toFixed(0)).join(' ')}`);
  expect(tensors).toBe(0);
  // it goes up and down with the allocator: what must not grow is the most of it
  const [early, late] = [residentMegabytes.slice(0, 10), residentMegabytes.slice(10)];
  expect(Math.max(...late)).toBeLessThan(1.05 * Math.max(...early));
});

test('2,000 steps on videos and stills, which are decoded until the end, memory flat', async () => {
  const { training, decoding } = await trainOnClips(2000);
  const told = (all: readonly number[]): string => all.map((mb) => mb.toFixed(0)).join(' ');
  console.log(`resident memory after each hundredth step, MB: ${told(training)}; of the decoder: ${told(decoding)}`);
  for (const resident of [training, decoding]) {
    expect(resident).toHaveLength(20);
    const [early, late] = [resident.slice(1, 5), resident.slice(15)];
    expect(Math.max(...late)).toBeLessThan(1.05 * Math.max(...early));
  }
});
