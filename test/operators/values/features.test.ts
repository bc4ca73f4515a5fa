import { expect, test } from '@jest/globals';
import { features } from '../../../operators/values/features.js';

test('features are a vector for each frame of each video', () => {
  const { kind, dtype, layout } = features();
  expect([dtype, layout]).toEqual(['float32', ['B', 'T', 'D']]);
  expect(kind.sketch?.([2, 3, 4]).shape).toEqual([2, 3, 4]);
});
