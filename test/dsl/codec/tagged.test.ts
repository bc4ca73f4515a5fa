import * as t from 'io-ts';
import { expect, test } from '@jest/globals';
import { closed } from '../../../dsl/codec/closed.js';
import { plain } from '../../../dsl/codec/plain.js';
import { tagged } from '../../../dsl/codec/tagged.js';
import { fits } from './fits.js';

test('a tag selects the form of an object', () => {
  const form = (expected: string) => ({ expected, example: `{ type: ${expected} }` });
  const codec = tagged(form('a thing'), 'type', {
    int: closed(form('int'), { type: t.literal('int') }, { max: plain.whole }),
    text: closed(form('text'), { type: t.literal('text') }, {}),
  });
  expect([fits(codec, { type: 'int', max: 3 }), fits(codec, { type: 'text' })]).toEqual([true, true]);
  for (const wrong of [{ type: 'text', max: 3 }, { type: 'other' }, {}, []]) expect(fits(codec, wrong)).toBe(false);
});
