import { expect, test } from '@jest/globals';
import { classes } from '../../../operators/values/classes.js';

test('classes are probabilities for each picture of each video', () => {
  const { kind, dtype, layout, range } = classes();
  expect([dtype, layout, range]).toEqual(['float32', ['B', 'n', 'K'], [0, 1]]);
  expect(kind.sketch?.([2, 3, 4]).shape).toEqual([2, 3, 4]);
});
