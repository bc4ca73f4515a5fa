import { expect, test } from '@jest/globals';
import { comparedSize, refuseSize } from '../../../operators/measure/compared-size.js';

test('0 stands for the size of the videos', () => {
  expect(comparedSize([0, 8, 0], [4, 16, 32])).toEqual([4, 8, 32]);
});

test('a size that divides both is taken, and one of videos that is not known yet', () => {
  expect(refuseSize([2, 8, 8], [4, 16, 16], [8, 32, 32, 3])).toEqual([]);
  expect(refuseSize([0, 0, 0], [0, 0, 0], [8, 32, 32, 3])).toEqual([]);
});

test('each axis that does not divide is refused, with both numbers', () => {
  const found = refuseSize([2, 5, 8], [4, 16, 16], [8, 32, 36, 3]);
  expect(found.map(({ code, got }) => [code, got])).toEqual([
    ['E_SIZE', '5'],
    ['E_SIZE', '8'],
  ]);
  expect(found[0]?.expected).toBe('a number of rows that divides those of the videos (16) and of the clips (32)');
});
