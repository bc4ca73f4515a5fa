import type * as t from 'io-ts';
import type { Expectation } from './expectation.js';
import { such } from './such.js';

/** A choice of words, as messages say it. */
export const wordsExpected = (words: readonly string[]): Expectation => ({
  expected: `one of ${words.join(', ')}`,
  example: words[0] ?? 'WORD',
  words,
});

/** One of a few words. */
export const oneOf = <const W extends readonly string[]>(words: W): t.Type<W[number], W[number]> =>
  such(wordsExpected(words), (value): value is W[number] => typeof value === 'string' && words.includes(value));

/** One of the keys of a table. */
export const keyOf = <T extends Readonly<Record<string, unknown>>>(
  table: T,
): t.Type<keyof T & string, keyof T & string> => oneOf(Object.keys(table) as readonly (keyof T & string)[]);
