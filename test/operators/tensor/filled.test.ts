import { expect, test } from '@jest/globals';
import { filled } from '../../../operators/tensor/filled.js';
import { measure } from '../../../operators/tensor/sketch/measure.js';
import { onEveryBackend } from '../../backends.js';

onEveryBackend('a filled tensor', () => {
  test('holds what was written, and zeros elsewhere', async () => {
    const tensor = filled([2, 3], (data) => data.set([1, 2], 1));
    expect(tensor.shape).toEqual([2, 3]);
    expect([...(await tensor.data())]).toEqual([0, 1, 2, 0, 0, 0]);
  });
});

test('while a plan is made no number is computed', () => {
  const { value } = measure(() =>
    filled([1000, 1000], () => {
      throw new Error('called');
    }),
  );
  expect(value.shape).toEqual([1000, 1000]);
});
