import { describe, expect, test } from '@jest/globals';
import {
  axisOf,
  broadcast,
  concatenated,
  multiplied,
  nested,
  reduced,
  reshaped,
  sliced,
} from '../../../../operators/tensor/sketch/shape.js';

describe('the shape of', () => {
  test('a sum grows along axes of one, from the last axis on', () => {
    expect(broadcast([2, 1, 4], [3, 1])).toEqual([2, 3, 4]);
    expect(broadcast([], [5])).toEqual([5]);
  });

  test('a product has the length of its sums beside it', () => {
    expect(multiplied([7, 2, 3], [7, 3, 4], false, false)).toEqual([[7, 2, 4], 3]);
    expect(multiplied([3, 2], [4, 3], true, true)).toEqual([[2, 4], 3]);
  });

  test('a reshaped tensor has as many numbers', () => {
    expect(reshaped(24, [2, -1, 3])).toEqual([2, 4, 3]);
  });

  test('a sum over axes keeps them as one where asked', () => {
    expect(reduced([2, 3, 4], [0, -1])).toEqual([3]);
    expect(reduced([2, 3, 4], 1, true)).toEqual([2, 1, 4]);
    expect(reduced([2, 3], undefined)).toEqual([]);
  });

  test('tensors put together adds up along one axis', () => {
    expect(
      concatenated(
        [
          [2, 3],
          [2, 5],
        ],
        -1,
      ),
    ).toEqual([2, 8]);
  });

  test('a slice reaches to the end where no size is given', () => {
    expect(sliced([5, 6], [1, 2], [2, -1])).toEqual([2, 4]);
    expect(sliced([5, 6], 3)).toEqual([2, 6]);
  });

  test('nested arrays is read from their lengths', () => {
    expect(nested([[1, 2, 3]])).toEqual([1, 3]);
    expect(nested(new Float32Array(4))).toEqual([4]);
    expect(axisOf([2, 3], -1)).toBe(1);
  });
});

test.each([
  ['a sum', () => broadcast([2], [3])],
  ['a product', () => multiplied([2, 3], [2, 3], false, false)],
  ['a reshape', () => reshaped(24, [5, -1])],
  [
    'a concatenation',
    () =>
      concatenated(
        [
          [2, 3],
          [3, 3],
        ],
        1,
      ),
  ],
  ['a slice', () => sliced([5], 3, 4)],
])('%s whose shapes do not fit is an error that names them', (_, work) => {
  expect(work).toThrow(/expected .+, got \[/);
});
