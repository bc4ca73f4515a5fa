import { expect, test } from '@jest/globals';
import { closed } from '../../../dsl/codec/closed.js';
import { plain } from '../../../dsl/codec/plain.js';
import { fits } from './fits.js';

test('a closed object has its keys and no others', () => {
  const codec = closed({ expected: 'a shape', example: '{ size: 1 }' }, { size: plain.whole }, { name: plain.text });
  expect(fits(codec, { size: 1 })).toBe(true);
  expect(fits(codec, { size: 1, name: 'a' })).toBe(true);
  for (const wrong of [{}, { size: 1.5 }, { size: 1, name: 2 }, { size: 1, more: 1 }, [1], null, 'text'])
    expect(fits(codec, wrong)).toBe(false);
});
