import { beforeAll, expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { pyramid } from '../../../operators/values/pyramid.js';

beforeAll(() => selectBackend('cpu'));

test('a pyramid is one tensor per level, all of which are freed with it', () => {
  const { kind } = pyramid();
  const levels = kind.sketch?.([3, 2, 1, 4, 4, 1]) ?? [];
  expect(levels.map(({ shape }) => shape)).toEqual([
    [2, 1, 4, 4, 1],
    [2, 1, 4, 4, 1],
    [2, 1, 4, 4, 1],
  ]);
  kind.release(levels);
  expect(levels.map(({ isDisposed }) => isDisposed)).toEqual([true, true, true]);
});
