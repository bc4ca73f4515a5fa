import { describe, expect, test } from '@jest/globals';
import { HpdmError } from '../../../dsl/index.js';
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

describe('an input without a frame', () => {
  test('is damaged where all of it was asked for, also if what can be read should be kept', async () => {
    await expect(watch([])).rejects.toThrow(/E_DAMAGED[^]*a.mp4; no frame of it[^]*download the file again/);
    await expect(watch([], 'bad block', { damaged: 'keep' })).rejects.toThrow(
      /E_DAMAGED[^]*a.mp4; ffmpeg says: bad block/,
    );
  });

  test('has nothing in the part that was asked for, where that lies behind its end', async () => {
    await expect(watch([], '', { start: 5 })).rejects.toThrow(/E_NO_FRAMES[^]*from 5 s on in a.mp4, which is 4 s long/);
    await expect(watch([], '', { start: 1 })).rejects.toThrow(/E_DAMAGED[^]*length of 4.00 s.*after 1.00 s/);
    await expect(watch([], '', { filter: 'select=0' })).rejects.toThrow(/E_NO_FRAMES/);
  });
});

describe('an ffmpeg that failed', () => {
  const failure = new HpdmError({
    code: 'E_FFMPEG',
    message: 'ffmpeg ended (exit code 1)',
    got: 'raw',
    try: 'correct it',
  });
  /** After these frames, ffmpeg fails with this message. */
  function fail(times: readonly number[], said: string, more: object = {}, live = false) {
    const context = testContext();
    const settings = { ...decoding, path: 'a.mp4', damaged: 'refuse' as const, ...more };
    const damage = new Damage(
      settings,
      { kind: live ? 'live' : 'file', args: [], stdin: false },
      live ? undefined : clip,
      context,
    );
    if (times.length > 0) damage.next(times, '');
    damage.failed(failure, said);
    return context.warnings;
  }
  const INVALID = '[dec:h264 @ 0x1] Decoding error: Invalid data found when processing input';

  test('over data that it cannot decode shows that the file is damaged', () => {
    expect(() => fail([0], INVALID)).toThrow(/E_DAMAGED[^]*a.mp4; ffmpeg says: .*Decoding error[^]*damaged: keep/);
    expect(() => fail([], 'Cannot determine format of input 0:0 after EOF')).toThrow(
      /E_DAMAGED[^]*a.mp4; no frame of it/,
    );
    expect(fail([0], INVALID, { damaged: 'keep' })).toEqual([expect.stringContaining('a.mp4 is damaged; ffmpeg says')]);
    expect(() => fail([], INVALID, { damaged: 'keep' })).toThrow(/E_DAMAGED/);
  });

  test('over a pipe that holds no video says so', () => {
    const opening = '[in#0 @ 0x1] Error opening input: Invalid data found when processing input';
    expect(() => fail([], opening, { path: '-' }, true)).toThrow(/E_NOT_VIDEO[^]*got +-; ffmpeg says/);
    expect(() => fail([], "':V:0' matches no streams.", { path: '-' }, true)).toThrow(
      /E_NO_VIDEO[^]*-, which has none/,
    );
    expect(() => fail([], opening)).toThrow(/E_DAMAGED/);
  });

  test('for another reason fails as it did, with the name of the file', () => {
    expect(() => fail([], "No such filter: 'nope'")).toThrow(
      /with.path {2}E_FFMPEG\n.*exit code 1[^]*a.mp4; ffmpeg says: No such filter[^]*correct it/,
    );
    const other = new HpdmError({ code: 'E_SIZE' });
    expect(() =>
      new Damage(
        { ...decoding, path: '', damaged: 'keep' },
        { kind: 'file', args: [], stdin: false },
        clip,
        testContext(),
      ).failed(other, ''),
    ).toThrow(other);
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
