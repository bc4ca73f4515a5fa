import { describe, expect, test } from '@jest/globals';
import type { Clip } from '../../../operators/ffmpeg/clip.js';
import { Damage } from '../../../operators/ffmpeg/damage.js';
import type { Input } from '../../../operators/ffmpeg/input.js';
import { testContext } from '../../context.js';
import { decoding } from './decoding.js';

const clip = { format: 'matroska', rate: 10, stated: 4, seconds: 4 } as unknown as Clip;
const FOUR_SECONDS = [0, 1, 2, 3, 3.9];

/** Watch frames at these times. */
async function watch(
  times: readonly number[],
  complaint = '',
  more: object = {},
  kind: Input['kind'] = 'file',
  own: Partial<Clip> = {},
) {
  const context = testContext();
  const settings = { ...decoding, path: 'a.mp4', damaged: 'refuse' as const, ...more };
  const damage = new Damage(settings, { kind, args: [], stdin: false }, { ...clip, ...own }, context);
  damage.next(times, complaint);
  await damage.end(complaint);
  return context.warnings;
}

describe('a file', () => {
  test('that is complete is not spoken of', async () => {
    expect(await watch(FOUR_SECONDS)).toEqual([]);
    expect(await watch(FOUR_SECONDS.map((time) => time + 7))).toEqual([]);
  });

  test('of which ffmpeg complains is refused, or read with a warning', async () => {
    await expect(watch(FOUR_SECONDS, 'bad block')).rejects.toThrow(/E_DAMAGED[^]*bad block[^]*damaged: keep/);
    expect(await watch(FOUR_SECONDS, 'bad block', { damaged: 'keep' })).toEqual([
      'a.mp4 is damaged; ffmpeg says: bad block',
    ]);
  });

  test.each([
    ['as it is', {}],
    ['at another rate', { fps: 2 }],
    ['up to a time after its end', { length: 3.8 }],
    ['up to a number that it does not reach', { frames: 30 }],
  ])('that ends before its time is cut off, though ffmpeg says nothing: read %s', async (_, more) => {
    await expect(watch([0, 1, 2], '', more)).rejects.toThrow(/E_DAMAGED[^]*length of 4.00 s.*after 2.[15]0 s/);
  });

  test('whose rest is read is cut off where the rest is', async () => {
    await expect(watch([0, 1], '', { start: 1 })).rejects.toThrow(/E_DAMAGED[^]*after 2.10 s/);
    expect(await watch([0, 1, 2, 2.9], '', { start: 1 })).toEqual([]);
  });

  test('of which a part is asked for may end anywhere after the part', async () => {
    expect(await watch([0, 1, 2], '', { length: 2.1 })).toEqual([]);
    expect(await watch([0, 1, 2], '', { frames: 3 })).toEqual([]);
  });
});

describe('a playlist', () => {
  const playlist = [{}, 'file', { format: 'hls' }] as const;

  test('without one of its segments is refused, though ffmpeg only warns', async () => {
    const said = '[hls @ 0x1] [warning] Failed to open segment 3 of playlist 0';
    await expect(watch(FOUR_SECONDS, said, ...playlist)).rejects.toThrow(/E_DAMAGED[^]*segment 3/);
  });

  test('may be warned of for anything else', async () => {
    expect(await watch(FOUR_SECONDS, '[hls @ 0x1] [warning] start time is not set', ...playlist)).toEqual([]);
  });
});

describe('an address', () => {
  test('with an end is refused as a file is, as a result would lack what the connection lost', async () => {
    await expect(watch([0, 1, 2], '', { path: 'https://a.org/a.mkv' }, 'url')).rejects.toThrow(/E_DAMAGED/);
  });

  test.each([
    ['without an end', 'https://a.org/live.m3u8', { seconds: undefined }],
    ['of a live protocol', 'rtmp://a.org/live', {}],
  ])('%s cannot be mended, and goes on', async (_, path, own) => {
    expect(await watch(FOUR_SECONDS, 'late packet', { path }, 'url', own as Partial<Clip>)).toEqual([
      expect.stringContaining('late packet'),
    ]);
  });
});

test('what is live cannot be mended, and goes on', async () => {
  expect(await watch(FOUR_SECONDS, 'late packet', {}, 'live')).toEqual([expect.stringContaining('late packet')]);
});
