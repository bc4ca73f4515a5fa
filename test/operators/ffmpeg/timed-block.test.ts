import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { timedBlock, timedHeader } from '../../../operators/ffmpeg/timed-block.js';
import { scratch } from '../disk/scratch.js';
import { timesOf } from '../video/clips.js';

const folder = scratch();

test.each([1, 3] as const)('ffmpeg reads the times of frames with %i channels to the microsecond', async (channels) => {
  const frame = { width: 4, height: 2, channels };
  const bytes = 8 * channels;
  const times = [0, 0.1, 0.100017, 2.5];
  const blocks = times.flatMap((time) => [timedBlock(time, bytes), new Uint8Array(bytes)]);
  const path = join(folder.path, 'a.mkv');
  writeFileSync(path, Buffer.concat([timedHeader(frame, 25), ...blocks]));
  expect(await timesOf(path)).toEqual(times.map((time) => expect.closeTo(time, 6)));
});
