import { expect, test } from '@jest/globals';
import { Out, Outs, Ref } from '../../../dsl/builder/ref.js';
import { filled, mapValues, written } from '../../../dsl/builder/written.js';

test('references and parameters become texts, at any depth; the rest stays', () => {
  const value = { video: new Out('clip.video'), with: [new Ref('size'), 3, null], all: { of: new Outs('row[*].a') } };
  expect(written(value)).toEqual({ video: 'clip.video', with: ['${size}', 3, null], all: { of: 'row[*].a' } });
});

test('what is undefined is left out', () => {
  expect(written({ a: undefined, b: 1 })).toEqual({ b: 1 });
});

test('parts that hold nothing are no part of a document; empty lists are', () => {
  expect(filled({ a: undefined, b: {}, c: [], d: 0, e: '', f: { g: 1 } })).toEqual({ c: [], d: 0, e: '', f: { g: 1 } });
});

test('values are mapped under their keys', () => {
  expect(mapValues({ a: 1, b: 2 }, (value, key) => `${key}${value}`)).toEqual({ a: 'a1', b: 'b2' });
});
