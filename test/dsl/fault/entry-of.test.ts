import { expect, test } from '@jest/globals';
import { entryOf } from '../../../dsl/fault/entry-of.js';

test('the entry of a key; without one an error that names the key', () => {
  const map = new Map([['a', 0]]);
  expect(entryOf(map, 'a')).toBe(0);
  expect(() => entryOf(map, 'b')).toThrow(new RangeError('no entry for b'));
});
