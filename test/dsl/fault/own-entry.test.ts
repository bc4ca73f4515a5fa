import { expect, test } from '@jest/globals';
import { ownEntry } from '../../../dsl/fault/own-entry.js';

test('what a map itself has is found, and nothing that every object inherits', () => {
  expect(ownEntry({ clip: 3 }, 'clip')).toBe(3);
  for (const name of ['other', 'toString', 'constructor', '__proto__'])
    expect(ownEntry({ clip: 3 }, name)).toBeUndefined();
});
