import { expect, test } from '@jest/globals';
import { formAt, keysOf, meaning, wordsAt } from '../../../pipelines/language/form-at.js';

const keysAt = (isCascade: boolean, trail: readonly (string | number)[], value?: unknown): string[] =>
  Object.keys(keysOf(formAt(isCascade, trail, value), value));

test('a trail leads through maps with keys, maps from names and lists', () => {
  expect(keysAt(false, ['nodes', 'a'])).toEqual(expect.arrayContaining(['op', 'in', 'with']));
  expect(keysAt(false, ['nodes', 'a', 'chain', 0])).toContain('op');
  expect(keysAt(true, ['levels', 2])).toEqual(expect.arrayContaining(['size', 'steps']));
  expect(formAt(false, ['nodes', 'a', 'with', 'x', 'y'], {})).toBeUndefined();
});

test('the type of a parameter selects its keys, and is one of a few words', () => {
  const document = { params: { a: { type: 'enum' } } };
  expect(Object.keys(keysOf(formAt(false, ['params', 'a'], document), document.params.a))).toContain('values');
  expect(wordsAt(false, ['params', 'a', 'type'], document)).toEqual(expect.arrayContaining(['int', 'enum']));
  expect(wordsAt(true, ['network', 'pixels'], {})).toEqual(['true', 'false']);
});

test('a key of a cascade means what its reference says', () => {
  const heads = formAt(true, ['network', 'heads'], {});
  expect(heads && meaning(true, heads)).toMatch(
    /^heads of every attention\ntype: a whole number\nrequired\nat least 1\n/,
  );
});
