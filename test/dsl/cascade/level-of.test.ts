import { expect, test } from '@jest/globals';
import { levelOf } from '../../../dsl/cascade/level-of.js';
import { smallCascade } from '../../cascade.js';

test('a level by its number, coarsest first', () => {
  const cascade = smallCascade();
  expect([0, 1, 2].map((level) => levelOf(cascade, level))).toEqual(cascade.levels);
});

test.each([[-1], [3], [0.5]])('no level %p of three is an error, not a level of defaults', (level) => {
  expect(() => levelOf(smallCascade(), level)).toThrow(new RangeError(`no level ${level} in a cascade of 3`));
});
