import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inputOf } from '../../../operators/ffmpeg/input.js';
import { probe } from '../../../operators/ffmpeg/probe.js';
import { scratch } from '../disk/scratch.js';
import { ffmpeg } from '../video/clips.js';

const folder = scratch();
const examine = async (path: string) =>
  probe(await inputOf(path, 'with.path'), path, 'with.path', new AbortController().signal);

test('a clip is examined without decoding it', async () => {
  const path = join(folder.path, 'a.mp4');
  await ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=32x16:rate=12:duration=2', path);
  expect(await examine(path)).toMatchObject({ width: 32, height: 16, rate: 12, seconds: 2, sound: false });
});

test('a stream that can be read only once is not touched', async () => {
  expect(await examine('-')).toBeUndefined();
});

test('what is no video, or only sound, is refused', async () => {
  const [words, sound] = [join(folder.path, 'words.mp4'), join(folder.path, 'sound.wav')];
  writeFileSync(words, 'these are words');
  await ffmpeg('-f', 'lavfi', '-i', 'sine=duration=0.1', sound);
  await expect(examine(words)).rejects.toMatchObject({ code: 'E_NOT_VIDEO' });
  await expect(examine(sound)).rejects.toMatchObject({ code: 'E_NO_VIDEO' });
});
