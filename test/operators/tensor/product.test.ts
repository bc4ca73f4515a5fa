import { expect, test } from '@jest/globals';
import { product } from '../../../operators/tensor/product.js';

test.each([
  [[], 1],
  [[3], 3],
  [[2, 0, 5], 0],
  [[2, 3, 4], 24],
])('the product of %j is %i', (numbers, expected) => {
  expect(product(numbers)).toBe(expected);
});
