import { totalmem } from 'node:os';
import { expect, test } from '@jest/globals';
import { usualMemory } from '../../../pipelines/plan/usual-memory.js';

test('a run usually takes a part of the machine, at least half of what the process has', () => {
  expect(usualMemory()).toBeGreaterThan(process.memoryUsage.rss() / 3);
  expect(usualMemory()).toBeLessThan(totalmem() / 2 + process.memoryUsage.rss());
});
