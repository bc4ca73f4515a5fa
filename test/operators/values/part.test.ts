import { expect, test } from '@jest/globals';
import { part } from '../../../operators/values/part.js';

test('the number of a part holds no tensors; a plan takes the first', () => {
  const { kind } = part();
  expect(kind).toMatchObject({ name: 'part', tensors: false });
  expect(kind.sketch?.([])).toBe(0);
});
