import { expect, test } from '@jest/globals';
import { substitute } from '../../../dsl/expand/substitute.js';

const none = (name: string): void => {
  throw new Error(`asked for ${name}`);
};

test('a text that is only a name takes the value with its type; inside a text it is written out', () => {
  const bindings = { count: 3, out: 'a.mp4', sizes: [1, 2] };
  expect(substitute('${count}', bindings, none)).toBe(3);
  expect(substitute('${sizes}', bindings, none)).toEqual([1, 2]);
  expect(substitute('${out}.png, ${count} of ${sizes}', bindings, none)).toBe('a.mp4.png, 3 of [1,2]');
});

test('at any depth; keys and what is no text stay as they are', () => {
  const written = { '${out}': ['${out}', { deep: '${out}' }], flag: true, nothing: null };
  expect(substitute(written, { out: 'x' }, none)).toEqual({
    '${out}': ['x', { deep: 'x' }],
    flag: true,
    nothing: null,
  });
});

test('a value that has names in it is not looked at again', () => {
  expect(substitute('${a}', { a: '${b}' }, none)).toBe('${b}');
});

test('a name that is not bound is told with where it stands', () => {
  const asked: unknown[] = [];
  const result = substitute({ list: ['x', '${nope}'] }, {}, (name, trail) => asked.push([name, trail]));
  expect(asked).toEqual([['nope', ['list', 1]]]);
  expect(result).toEqual({ list: ['x', undefined] });
});
