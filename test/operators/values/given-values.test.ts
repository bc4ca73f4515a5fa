import { expect, test } from '@jest/globals';
import { givenValues } from '../../../operators/values/given-values.js';

test('the first = separates a name from its value', () => {
  expect(givenValues(['steps=3', 'about=a=b', 'empty='])).toEqual({ steps: '3', about: 'a=b', empty: '' });
});
