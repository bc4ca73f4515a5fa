import { isLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { expect, test } from '@jest/globals';
import { expectationOf } from '../../../dsl/codec/expectation.js';
import { factsOfKey, key } from '../../../dsl/codec/key.js';
import { plain } from '../../../dsl/codec/plain.js';

test('two keys of one type have facts of their own, and accept what the type accepts', () => {
  const width = key(plain.whole, { about: 'width', min: 1 });
  const depth = key(plain.whole, { about: 'depth', default: 3 });
  expect([factsOfKey(width).about, factsOfKey(depth).about]).toEqual(['width', 'depth']);
  expect(expectationOf(width)).toEqual(expectationOf(plain.whole));
  expect([isLeft(width.decode(2)), isLeft(width.decode('2'))]).toEqual([false, true]);
});

test('a codec that was made without facts is a bug', () => {
  expect(() => factsOfKey(t.string)).toThrow(/no facts/);
});
