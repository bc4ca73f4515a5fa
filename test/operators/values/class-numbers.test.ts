import { expect, test } from '@jest/globals';
import { classNumbers } from '../../../operators/values/class-numbers.js';
import { smallCascade } from '../../cascade.js';

test('the classes of a cascade are counted from 0; without classes there are none', () => {
  expect(classNumbers(smallCascade({ condition: { classes: 3 } }))).toEqual([0, 1, 2]);
  expect(classNumbers(smallCascade())).toEqual([]);
});
