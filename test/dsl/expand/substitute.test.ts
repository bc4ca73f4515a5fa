import { expect, test } from '@jest/globals';
import { openFault, substitute } from '../../../dsl/expand/substitute.js';

const fail = (text: string): never => {
  throw new Error(`refused ${text}`);
};
const none = { unknown: fail, open: fail };

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

test('$${ is the text ${, also where no name follows', () => {
  expect(substitute('$${a} is ${a}, $${ is $$${', { a: 1 }, none)).toBe('${a} is 1, ${ is $${');
});

test('a name that is not bound is told with where it stands; what it stands in has no value', () => {
  const asked: unknown[] = [];
  const refuse = { ...none, unknown: (...told: unknown[]) => void asked.push(told) };
  expect(substitute({ list: ['x', '${nope}'] }, {}, refuse)).toBeUndefined();
  expect(substitute('h[${n}].frames', {}, refuse)).toBeUndefined();
  expect(asked).toEqual([
    ['nope', ['list', 1]],
    ['n', []],
  ]);
});

test('a value that has a fault already makes no text', () => {
  expect(substitute(['at ${a}'], { a: undefined }, none)).toBeUndefined();
});

test('a name without } is told with its text', () => {
  const asked: unknown[] = [];
  const refuse = { ...none, open: (...told: unknown[]) => void asked.push(told) };
  expect(substitute({ path: 'out/${name-1.mp4' }, { name: 'a' }, refuse)).toBeUndefined();
  expect(substitute('${', {}, refuse)).toBeUndefined();
  expect(asked).toEqual([
    ['out/${name-1.mp4', ['path']],
    ['${', []],
  ]);
});

test.each([
  ['out/${name-1.mp4', ['name', 'na'], "'out/${name}-1.mp4'; 'out/$${name-1.mp4' if the text itself is meant"],
  ['${a}/${nmae.mp4', ['a', 'name'], "'${a}/${name}.mp4'; '${a}/$${nmae.mp4' if the text itself is meant"],
  ["it's ${", ['name'], "'it''s $${' if the text itself is meant"],
])('%s: the advice closes what is meant', (text, known, advice) => {
  expect(openFault(text, known)).toMatchObject({ code: 'E_PARAM_OPEN', got: `"${text}"`, try: advice });
});
