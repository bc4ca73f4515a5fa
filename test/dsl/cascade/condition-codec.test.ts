import { isRight } from 'fp-ts/lib/Either.js';
import { expect, test } from '@jest/globals';
import { CHOICES } from '../../../dsl/cascade/choices.js';
import { conditionCodec } from '../../../dsl/cascade/condition-codec.js';

const fits = (read: string): boolean => isRight(conditionCodec.decode({ text: { width: 8, tokens: 4, read } }));

test('a text is read in one of a few ways', () => {
  expect(Object.keys(CHOICES.read).map(fits)).toEqual([true, true, true]);
  expect(fits('aloud')).toBe(false);
});
