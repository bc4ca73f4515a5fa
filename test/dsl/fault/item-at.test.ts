import { expect, test } from '@jest/globals';
import { itemAt } from '../../../dsl/fault/item-at.js';

test('an item of an array or a typed array, be it nothing itself', () => {
  expect(itemAt(['a', 'b'], 1)).toBe('b');
  expect(itemAt(new Float32Array([0, 2]), 0)).toBe(0);
  const nothing: readonly unknown[] = [undefined];
  expect(itemAt(nothing, 0)).toBeUndefined();
});

test.each([[-1], [2], [0.5], [NaN]])('no item %p of two is an error that says so', (index) => {
  expect(() => itemAt(['a', 'b'], index)).toThrow(new RangeError(`no item ${index} in a list of 2`));
  expect(() => itemAt(new Uint8Array(2), index)).toThrow(RangeError);
});
