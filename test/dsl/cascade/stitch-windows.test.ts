import { isRight } from 'fp-ts/lib/Either.js';
import { expect, test } from '@jest/globals';
import { cascadeCodec } from '../../../dsl/cascade/cascade-document.js';
import { STITCH_WINDOWS } from '../../../dsl/cascade/stitch-windows.js';
import { document } from './reports.js';

const fits = (window: string): boolean =>
  isRight(cascadeCodec.decode({ ...document, levels: [{ size: [4, 16, 16], window }] }));

test('a level may name each of them, and no other', () => {
  const names = Object.keys(STITCH_WINDOWS);
  expect(names.length).toBeGreaterThan(1);
  for (const name of names) expect(fits(name)).toBe(true);
  expect(fits('none of these')).toBe(false);
});
