import { expect, test } from '@jest/globals';
import { Decoder, type Decoded } from '../../../operators/ffmpeg/decoder.js';
import { decodingArguments } from '../../../operators/ffmpeg/decoding-arguments.js';
import { ffmpegInUse } from '../../../operators/ffmpeg/ffmpeg.js';
import { inputOf } from '../../../operators/ffmpeg/input.js';
import { children } from '../video/clips.js';
import { decoding } from './decoding.js';

/** A decoder of so many frames of a plain picture, 16 × 8, ten per second, four frames per item. */
async function start(frames: number): Promise<Decoder> {
  const input = await inputOf('lavfi:color=c=white:size=16x8:rate=10', 'with.path');
  const args = decodingArguments({ ...decoding, frames, channels: 1 }, input, undefined, await ffmpegInUse());
  return Decoder.start(args, { channels: 1, chunk: 4, stdin: false, signal: new AbortController().signal });
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
