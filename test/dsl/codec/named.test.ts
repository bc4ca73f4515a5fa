import { expect, test } from '@jest/globals';
import { named } from '../../../dsl/codec/named.js';
import { plain } from '../../../dsl/codec/plain.js';
import { fits } from './fits.js';

test('names can be used in references, and reserved ones cannot be taken', () => {
  const codec = named({ expected: 'nodes', example: '{ NAME: 1 }' }, plain.number, ['in']);
  expect(fits(codec, { clip: 1, 'a-b_2': 2 })).toBe(true);
  for (const name of ['in', '2nd', 'a.b', 'ä', '']) expect(fits(codec, { [name]: 1 })).toBe(false);
  expect(fits(codec, { clip: 'x' })).toBe(false);
});
