import { expect, test } from '@jest/globals';
import { contextStarts } from '../../../dsl/cascade/context-starts.js';
import { smallCascade } from '../../cascade.js';

test('the tiles that finer levels read overlap by half, however the level is sampled', () => {
  const cascade = smallCascade({
    levels: [{ size: [2, 4, 4] }, { size: [3, 10, 12], overlap: [0, 0, 0.75] }],
  });
  expect(([0, 1, 2] as const).map((axis) => contextStarts(cascade, 1, axis))).toEqual([
    [0, 1],
    [0, 2, 4, 6],
    [0, 2, 4, 6, 8],
  ]);
  expect(contextStarts(cascade, 0, 1)).toEqual([0]);
});
