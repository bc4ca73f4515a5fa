import { isRight } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { expect, test } from '@jest/globals';
import { closed, keyOf, named, oneOf, such, tagged, texts, whole } from '../../../dsl/contract/closed.js';

const fits = (codec: t.Mixed, value: unknown): boolean => isRight(codec.decode(value));

test('a closed object has its keys and no others', () => {
  const codec = closed('a shape', { size: whole }, { name: t.string });
  expect(fits(codec, { size: 1 })).toBe(true);
  expect(fits(codec, { size: 1, name: 'a' })).toBe(true);
  for (const wrong of [{}, { size: 1.5 }, { size: 1, name: 2 }, { size: 1, more: 1 }, [1], null, 'text'])
    expect(fits(codec, wrong)).toBe(false);
});

test('words, keys, texts and what a test tells', () => {
  expect([fits(oneOf(['a', 'b']), 'b'), fits(oneOf(['a', 'b']), 'c')]).toEqual([true, false]);
  expect([fits(keyOf({ a: 1 }), 'a'), fits(keyOf({ a: 1 }), 'toString')]).toEqual([true, false]);
  expect([fits(texts(''), 'a'), fits(texts(''), ['a', 'b']), fits(texts(''), ['a', 1])]).toEqual([true, true, false]);
  const even = such('an even number', (value): value is number => Number(value) % 2 === 0);
  expect([fits(even, 4), fits(even, 3)]).toEqual([true, false]);
});

test('names are such as references can have, and not those that mean something else', () => {
  const codec = named('nodes', t.number, ['in']);
  expect(fits(codec, { clip: 1, 'a-b_2': 2 })).toBe(true);
  for (const name of ['in', '2nd', 'a.b', 'ä', '']) expect(fits(codec, { [name]: 1 })).toBe(false);
  expect(fits(codec, { clip: 'x' })).toBe(false);
});

test('a tag says which form an object has', () => {
  const codec = tagged('a thing', 'type', {
    int: closed('int', { type: t.literal('int') }, { max: whole }),
    text: closed('text', { type: t.literal('text') }, {}),
  });
  expect([fits(codec, { type: 'int', max: 3 }), fits(codec, { type: 'text' })]).toEqual([true, true]);
  for (const wrong of [{ type: 'text', max: 3 }, { type: 'other' }, {}, []]) expect(fits(codec, wrong)).toBe(false);
});
