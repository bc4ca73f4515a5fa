import { expect, test } from '@jest/globals';
import { readSeeds } from '../../../../pipelines/studio/page/read-seeds.js';

test('numbers and ranges, each seed once', () => {
  expect(readSeeds('1, 5, 8-11')).toEqual([1, 5, 8, 9, 10, 11]);
  expect(readSeeds('3, 2-4')).toEqual([3, 2, 4]);
});

test('another text is none', () => {
  expect([readSeeds(''), readSeeds('a'), readSeeds('1,,2'), readSeeds('1.5')]).toEqual(Array(4).fill(undefined));
});
