import { expect, test } from '@jest/globals';
import { plain } from '../../../dsl/codec/plain.js';
import { fits } from './fits.js';

test('plain values are of their own kind only', () => {
  expect([
    fits(plain.text, 'a'),
    fits(plain.number, 0.5),
    fits(plain.truth, false),
    fits(plain.whole, 3),
  ]).not.toContain(false);
  expect([
    fits(plain.text, 1),
    fits(plain.number, '1'),
    fits(plain.truth, 'yes'),
    fits(plain.whole, 0.5),
  ]).not.toContain(true);
});
