import { beforeAll, expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { vector } from '../../../operators/values/vector.js';

beforeAll(() => selectBackend('cpu'));

test('a vector has one axis, of the size that its port says', () => {
  expect(vector('L').layout).toEqual(['L']);
  expect(vector(3).kind.sketch?.([3]).shape).toEqual([3]);
});
