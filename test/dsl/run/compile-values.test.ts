import { expect, test } from '@jest/globals';
import { compileValues, compileWindowValues } from '../../../dsl/run/compile-values.js';
import { lending } from './lending.js';

const { lend } = lending();

test('an operator gets its inputs by name, and the members of a list in their order', () => {
  const valuesOf = compileValues(['video', 'pictures.1', 'pictures.0']);
  expect(valuesOf([lend('clip'), lend('second'), lend('first')])).toEqual({
    video: 'clip',
    pictures: ['first', 'second'],
  });
  expect(compileValues([])([])).toEqual({});
});

test('a window gets a value per item under every name', () => {
  const valuesOf = compileWindowValues(['video', 'seed']);
  const items = ['a', 'b'].map((letter, i) => [lend(letter), lend(i)]);
  expect(valuesOf(items)).toEqual({ video: ['a', 'b'], seed: [0, 1] });
});
