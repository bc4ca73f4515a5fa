import { expect, test } from '@jest/globals';
import { packedSize } from '../../../operators/tensor/packed-size.js';

test('both sides of a packed kernel are filled up to 32', () => {
  expect(packedSize([1, 1])).toBe(32 * 32);
  expect(packedSize([32, 64])).toBe(32 * 64);
  expect(packedSize([48, 1024])).toBe(64 * 1024);
});
