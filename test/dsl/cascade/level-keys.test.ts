import { expect, test } from '@jest/globals';
import { factsOfKey } from '../../../dsl/codec/key.js';
import { DEFAULTS } from '../../../dsl/cascade/defaults.js';
import { levelKeys } from '../../../dsl/cascade/level-keys.js';

test('every key of a level that has a fixed default shows it, and all others say what they follow from', () => {
  const fixed = Object.entries(levelKeys).flatMap(([name, codec]) => {
    const { default: value, derived } = factsOfKey(codec);
    if (name !== 'size') expect([name, value === undefined]).toEqual([name, derived !== undefined]);
    return value === undefined ? [] : [[name, value] as const];
  });
  expect(Object.fromEntries(fixed)).toEqual(DEFAULTS.level);
});
