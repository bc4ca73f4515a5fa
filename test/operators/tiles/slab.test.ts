import { expect, test } from '@jest/globals';
import { groupCount } from '../../../operators/tiles/slab.js';

test('the first group, which is the largest, tells how many there are', () => {
  const groups = (count: number, of: number) =>
    groupCount({ number: 0, level: 0, isLast: false, videos: { first: 0, count, of, from: 0 } });
  expect([groups(4, 4), groups(4, 8), groups(3, 7), groups(1, 5)]).toEqual([1, 2, 3, 5]);
  expect(groupCount(undefined)).toBe(1);
});
