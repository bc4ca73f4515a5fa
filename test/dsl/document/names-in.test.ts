import { expect, test } from '@jest/globals';
import { literal, namesIn } from '../../../dsl/document/names-in.js';

test('the names of a text, also inside maps and lists, but for those that are meant as text', () => {
  expect(namesIn({ a: '${one}/${two}', b: [1, '$${three} ${four}'], c: null })).toEqual(['one', 'two', 'four']);
  expect(namesIn(undefined)).toEqual([]);
  expect(namesIn({ a: '${open', b: '$${text', '${key}': 'x}' })).toEqual(['open']);
});

test('a text that is made literal names nothing', () => {
  expect(literal({ a: ['${one} $${two}', '${open'], b: 3, c: null })).toEqual({
    a: ['$${one} $$${two}', '$${open'],
    b: 3,
    c: null,
  });
  expect(namesIn(literal('${one} $${two}'))).toEqual([]);
});
