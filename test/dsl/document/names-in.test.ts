import { expect, test } from '@jest/globals';
import { namesIn } from '../../../dsl/document/names-in.js';

test('the names of a text, also inside maps and lists, but for those that are meant as text', () => {
  expect(namesIn({ a: '${one}/${two}', b: [1, '$${three} ${four}'], c: null })).toEqual(['one', 'two', 'four']);
  expect(namesIn(undefined)).toEqual([]);
});
