import { expect, test } from '@jest/globals';
import { toBytes } from '../../../operators/pixels/to-bytes.js';

test('numbers in [-1, 1] become bytes, halves rounded up, and others are clamped', () => {
  expect([...toBytes([-1, -0.6, 0, 0.6, 1, 7, -7])]).toEqual([0, 51, 128, 204, 255, 255, 0]);
});

test('a part goes to its place in an array', () => {
  const into = new Uint8Array(4);
  expect(toBytes([1, -1, 1, 1], { from: 1, length: 2, into, to: 1 })).toBe(into);
  expect([...into]).toEqual([0, 0, 255, 0]);
});

test('what is no number is refused, with the place it came from', () => {
  expect(() => toBytes([0, NaN], { place: 'nodes.x.in.video' })).toThrow(/nodes\.x\.in\.video[^]*E_NOT_FINITE/);
});
