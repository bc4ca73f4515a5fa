import { expect, test } from '@jest/globals';
import { hashOf } from '../../../operators/clips/hold-out.js';
import { dataHoldOut } from '../../../operators/data/hold-out.js';
import { namedClips, namesOf } from '../clips/media-files.js';
import { viewOf } from './sources.js';

const part = (part: 'rest' | 'held-out', share: number, count = 2000) =>
  viewOf(dataHoldOut, { share, part }, namedClips(count));

test('every clip is in one of the parts, and the share is the one that is set', async () => {
  const [rest, out] = [await part('rest', 0.05), await part('held-out', 0.05)];
  expect([...namesOf(rest), ...namesOf(out)].sort()).toEqual(namesOf(namedClips(2000)).sort());
  // 100 ± 5 standard deviations
  expect(Math.abs(out.length - 100)).toBeLessThan(49);
});

test('a clip stays on its side when others are added, and a greater share takes more', async () => {
  const [few, many] = [namesOf(await part('held-out', 0.1, 500)), namesOf(await part('held-out', 0.1))];
  expect(many.filter((name) => Number(name) < 500)).toEqual(few);
  expect(namesOf(await part('held-out', 0.2))).toEqual(expect.arrayContaining(many));
  expect([(await part('held-out', 0)).length, (await part('rest', 1)).length]).toEqual([0, 0]);
  // the first four bytes of SHA-256("abc") are ba 78 16 bf (FIPS 180-2)
  expect(hashOf('abc')).toBe(0xba7816bf / 2 ** 32);
});

test('a sequence without end cannot be divided', async () => {
  await expect(viewOf(dataHoldOut, { share: 0.1, part: 'rest' }, namedClips(Infinity))).rejects.toThrow(/E_DATA_ORDER/);
});
