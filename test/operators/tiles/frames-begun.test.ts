import { expect, test } from '@jest/globals';
import { framesBegun } from '../../../operators/tiles/frames-begun.js';
import { slabStarts } from '../../../operators/tiles/pace.js';
import { smallCascade } from '../../cascade.js';

const cascade = smallCascade({ frames: 32 });
const videos = { first: 0, count: 1, of: 1, from: 0 };

test('frames begin with one slab or another, in order, and all of them in the end', () => {
  for (const level of [0, 1, 2]) {
    const numbers = slabStarts(cascade, 2).map((_, slab) => slab);
    expect(numbers.length).toBeGreaterThan(8);
    const ranges = numbers.map((number) => framesBegun(cascade, level, { number, level: 2, isLast: false, videos }));
    const length = cascade.levels[level]?.size[0];
    expect(ranges.map(([from]) => from)).toEqual([0, ...ranges.slice(0, -1).map(([, to]) => to)]);
    expect(ranges.at(-1)?.[1]).toBe(length);
    expect(framesBegun(cascade, level, undefined)).toEqual([0, length]);
  }
});
