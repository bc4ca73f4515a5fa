import { isLeft } from 'fp-ts/lib/Either.js';
import { expect, test } from '@jest/globals';
import { closed } from '../../../dsl/codec/closed.js';
import { expectationOf } from '../../../dsl/codec/expectation.js';
import { plain } from '../../../dsl/codec/plain.js';
import { refined, type Misfit } from '../../../dsl/codec/refined.js';
import { fits } from './fits.js';

const described = { expected: 'a range', example: '{ min: 1, max: 2 }' };
const range = closed(described, { min: plain.number, max: plain.number }, {});
const upwards = (misfit: Misfit) => refined(range, ({ min, max }) => (min > max ? misfit : undefined));
const misfit = { expected: '1 or more', example: '1' };

/** The keys at which a value is wrong, and what is expected there. */
const wrong = (codec: typeof range, value: unknown) => {
  const decoded = codec.decode(value);
  if (!isLeft(decoded)) return [];
  return decoded.left.map(({ context, value: got }) => {
    const last = context.at(-1);
    return [context.map(({ key }) => key).join('.'), last && expectationOf(last.type).expected, got];
  });
};

test('refuses what the codec accepts, at a key or as a whole', () => {
  expect(fits(upwards(misfit), { min: 1, max: 2 })).toBe(true);
  expect(upwards(misfit).is({ min: 3, max: 2 })).toBe(false);
  const value = { min: 3, max: 2 };
  expect(wrong(upwards({ ...misfit, key: 'max' }), value)).toEqual([['.max', '1 or more', 2]]);
  expect(wrong(upwards(misfit), value)).toEqual([['', '1 or more', value]]);
});

test('says what the codec says of other values, and keeps its description', () => {
  expect(wrong(upwards(misfit), { min: 'a', max: 2 })).toEqual([['.min', 'a number', 'a']]);
  expect(expectationOf(upwards(misfit))).toMatchObject(described);
});
