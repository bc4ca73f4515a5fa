import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { soundOf, soundOfFile, takesSound } from '../../../operators/ffmpeg/sound.js';
import { parseTarget, type Target } from '../../../operators/ffmpeg/target.js';
import { scratch } from '../disk/scratch.js';
import { ffmpeg } from '../video/clips.js';

const folder = scratch();
const { signal } = new AbortController();
const target = (path: string): Target => parseTarget(path, '', '', 'with.path');
let tone: string;
beforeEach(async () => {
  tone = join(folder.path, 'tone.wav');
  await ffmpeg('-f', 'lavfi', '-i', 'sine=duration=0.1', tone);
});

test('films can have sound, pictures cannot', () => {
  expect(['a.mp4', 'a.webm', 'a.m3u8', 'a.mov'].map((path) => takesSound(target(path)))).toEqual(Array(4).fill(true));
  expect(['a.gif', 'frames/', 'a.y4m'].map((path) => takesSound(target(path)))).toEqual(Array(3).fill(false));
});

test('sound is copied where the container takes its codec, else encoded again, and cut as the frames are', async () => {
  const recording = { args: ['-i', tone], start: 2, length: 3 };
  expect(await soundOf(recording, target('a.mkv'), signal)).toEqual({
    input: ['-ss', '2', '-t', '3', '-i', tone],
    codec: ['-c:a', 'copy', '-copypriorss:a', '0'],
  });
  expect((await soundOf(recording, target('a.mp4'), signal))?.codec).toEqual(['-c:a', 'aac']);
});

test("a user's file without sound, or an output that cannot have any, is an error", async () => {
  const from = (file: string, path: string) => soundOfFile(file, target(path), 'with.audio', signal);
  await expect(from(join(folder.path, 'none.wav'), 'a.mp4')).rejects.toMatchObject({ code: 'E_NO_SOUND' });
  await expect(from(tone, 'a.gif')).rejects.toMatchObject({ code: 'E_NO_SOUND' });
});
