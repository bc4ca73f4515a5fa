import { describe, expect, test } from '@jest/globals';
import type { Clip } from '../../../operators/ffmpeg/clip.js';
import { Damage } from '../../../operators/ffmpeg/damage.js';
import type { Input } from '../../../operators/ffmpeg/input.js';
import { testContext } from '../../context.js';
import { decoding } from './decoding.js';

const clip = { rate: 10, stated: 4 } as unknown as Clip;
const FOUR_SECONDS = [0, 1, 2, 3, 3.9];

/** Watch frames at these times. */
function watch(times: readonly number[], complaint = '', more: object = {}, kind: Input['kind'] = 'file') {
  const context = testContext();
  const settings = { ...decoding, path: 'a.mp4', damaged: 'refuse' as const, ...more };
  const damage = new Damage(settings, { kind, args: [], stdin: false }, clip, context);
  damage.next(times, complaint);
  damage.end(complaint);
  return context.warnings;
}

describe('a file', () => {
  test('that is complete is not spoken of', () => {
    expect(watch(FOUR_SECONDS)).toEqual([]);
    expect(watch(FOUR_SECONDS.map((time) => time + 7))).toEqual([]);
  });

  test('of which ffmpeg complains is refused, or read with a warning', () => {
    expect(() => watch(FOUR_SECONDS, 'bad block')).toThrow(/E_DAMAGED[^]*bad block[^]*damaged: keep/);
    expect(watch(FOUR_SECONDS, 'bad block', { damaged: 'keep' })).toEqual(['a.mp4 is damaged; ffmpeg says: bad block']);
  });

  test('that ends before its time is cut off, though ffmpeg says nothing', () => {
    expect(() => watch([0, 1, 2])).toThrow(/E_DAMAGED[^]*length of 4.00 s.*after 2.10 s/);
  });

  test('of which a part is asked for may end anywhere', () => {
    expect(watch([0, 1, 2], '', { length: 2.1 })).toEqual([]);
  });
});

test('what is live cannot be mended, and goes on', () => {
  expect(watch(FOUR_SECONDS, 'late packet', {}, 'live')).toEqual([expect.stringContaining('late packet')]);
});
