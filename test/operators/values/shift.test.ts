import { expect, test } from '@jest/globals';
import { shift } from '../../../operators/values/shift.js';

test('a shift holds no tensors; a plan takes none', () => {
  const { kind } = shift();
  expect(kind).toMatchObject({ name: 'shift', tensors: false });
  expect(kind.sketch?.([])).toEqual([0, 0]);
});
