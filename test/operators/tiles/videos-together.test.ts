import { expect, test } from '@jest/globals';
import { tensorBytes } from '../../../operators/tensor/process-bytes.js';
import { contextBytes, holdsLevel } from '../../../operators/tiles/plan-tiles.js';
import { videosTogether } from '../../../operators/tiles/videos-together.js';
import { readCascade } from '../../../pipelines/api/read-cascade.js';

const cascade = readCascade('ucf101-s');
const last = cascade.levels.length - 1;

test('no more than there are, and at most four', () => {
  expect([1, 3, 4, 60].map((count) => videosTogether(cascade, last, count, undefined))).toEqual([1, 3, 4, 4]);
});

test('fewer where the memory does not hold so many, but one at least', () => {
  const sizes = [1e9, 2e9, 4e9, 8e9, 1e12].map((memory) => videosTogether(cascade, last, 60, memory));
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
  expect([sizes[0], sizes.at(-1)]).toEqual([1, 4]);
});

test('as many as the memory holds with all that they leave', () => {
  for (const memory of [2e9, 4e9, 8e9]) {
    const videos = videosTogether(cascade, last, 60, memory);
    if (videos === 1) continue;
    const load = { cascade, videos, halves: 1 as const, slabs: last };
    const levels = cascade.levels.map((_, level) => level);
    expect(levels.every((level) => holdsLevel({ ...load, level, halves: 2 }, memory))).toBe(true);
    expect(contextBytes({ ...load, level: 0 })).toBeLessThan(tensorBytes(memory));
  }
});
