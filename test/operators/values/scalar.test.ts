import { beforeAll, expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { scalar } from '../../../operators/values/scalar.js';

beforeAll(() => selectBackend('cpu'));

test('a scalar is one number without axes', () => {
  expect(scalar().layout).toEqual([]);
  expect(scalar().kind.sketch?.([]).size).toBe(1);
});
