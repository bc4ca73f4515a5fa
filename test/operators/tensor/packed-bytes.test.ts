import { expect, test } from '@jest/globals';
import { packedBytes } from '../../../operators/tensor/packed-bytes.js';

test('the columns of a packed kernel are filled up to 32, and for bfloat16 its rows too', () => {
  expect(packedBytes([1, 1], 'float32')).toBe(4 * 1 * 32);
  expect(packedBytes([48, 1000], 'float32')).toBe(4 * 48 * 1024);
  expect(packedBytes([1, 1], 'bf16')).toBe(2 * 32 * 32);
  expect(packedBytes([48, 1000], 'bf16')).toBe(2 * 64 * 1024);
});
