import { describe, expect, test } from '@jest/globals';
import { Decoder, type Decoded, type Taking } from '../../../operators/ffmpeg/decoder.js';
import { decodingArguments } from '../../../operators/ffmpeg/decoding-arguments.js';
import { ffmpegInUse } from '../../../operators/ffmpeg/ffmpeg.js';
import { inputOf } from '../../../operators/ffmpeg/input.js';
import { children } from '../video/clips.js';
import { decoding } from './decoding.js';

/** A decoder of so many frames of a plain picture, 16 × 8, ten per second, four frames per item. */
async function start(frames: number, more: Partial<Taking> = {}): Promise<Decoder> {
  const input = await inputOf('lavfi:color=c=white:size=16x8:rate=10', 'with.path');
  const args = decodingArguments({ ...decoding, frames, channels: 1 }, input, undefined, await ffmpegInUse());
  return Decoder.start(args, {
    channels: 1,
    chunk: 4,
    stdin: false,
    place: 'nodes.clip.with',
    signal: new AbortController().signal,
    ...more,
  });
}

test('frames come in items with the time of each; the last item is shorter', async () => {
  const items: Decoded[] = [];
  for await (const item of (await start(6)).frames()) items.push(item);
  expect(items.map(({ count, width, height }) => [count, width, height])).toEqual([
    [4, 16, 8],
    [2, 16, 8],
  ]);
  expect(items.flatMap(({ at }) => at)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5].map((time) => expect.closeTo(time, 6)));
  expect(items.flatMap(({ data }) => [...data]).every((byte) => byte > 250)).toBe(true);
  expect(items.map(({ data }) => data.length)).toEqual([4 * 128, 2 * 128]);
});

test('one that is stopped leaves no ffmpeg behind', async () => {
  const decoder = await start(100_000);
  await decoder.frames().next();
  await decoder.stop();
  expect(children()).toEqual([]);
});

describe('items that would be too large for one array, here for 300 bytes', () => {
  test('a still is read all the same', async () => {
    const items: Decoded[] = [];
    for await (const item of (await start(1, { mostBytes: 300 })).frames()) items.push(item);
    expect(items.map(({ count, data }) => [count, data.length])).toEqual([[1, 128]]);
  });

  test.each([
    ['that states its frames', { mostBytes: 300, expected: 6 }, 'chunk: 2'],
    ['that does not', { mostBytes: 300 }, 'chunk: 2'],
    ['of which no frame fits', { mostBytes: 100 }, 'a smaller size: [height, width]'],
  ])('a video %s is refused', async (_, more, hint) => {
    const decoder = await start(6, more);
    await expect(decoder.frames().next()).rejects.toMatchObject({
      faults: [{ code: 'E_SIZE', path: 'nodes.clip.with.chunk', got: '4 frames of 16×8 pixels', try: hint }],
    });
    await decoder.stop();
    expect(children()).toEqual([]);
  });
});
