import { expect, test } from '@jest/globals';
import { surveyClip } from '../../../operators/clips/survey-clip.js';
import { fileClip, greyPng, greyWebp, makeVideo, put, scratchFolder } from './media-files.js';

const folder = scratchFolder();
const { signal } = new AbortController();
const look = (path: string, more = {}) => surveyClip(fileClip(path, more), signal);

test('pictures, animations and videos say their size, rate and length', async () => {
  await makeVideo(`${folder}/a.mp4`, 'testsrc2=s=64x48:r=10:d=2', ['-pix_fmt', 'yuv420p']);
  expect(await look(`${folder}/a.mp4`)).toEqual({ width: 64, height: 48, frames: 20, rate: 10, seconds: 2 });
  expect(await look(`${folder}/a.mp4`, { start: 0.5, end: 1.5 })).toMatchObject({ frames: 10, seconds: 1 });
  const webp = put(folder, 'a.webp', await greyWebp([1, 2, 3], 8, 6, 50));
  expect(await look(webp)).toEqual({ width: 8, height: 6, frames: 3, rate: 20, seconds: expect.closeTo(0.15) });
  expect(await look(put(folder, 'a.png', await greyPng(1)))).toEqual({ width: 8, height: 6, frames: 1 });
  const source = { kind: 'strip', path: put(folder, 'strip.png', await greyPng(1, 24, 6)), frames: 3 } as const;
  expect(await surveyClip({ name: 's', source }, signal)).toEqual({ width: 8, height: 6, frames: 3 });
});

test('what cannot be read has a reason', async () => {
  await makeVideo(`${folder}/a.wav`, 'sine=d=1');
  expect(await look(`${folder}/a.wav`)).toEqual({ reason: 'it holds no video' });
  expect(await look(put(folder, 'noise.mp4', 'noise'.repeat(99)))).toMatchObject({
    reason: expect.stringMatching(/Invalid/),
  });
  expect(await look(put(folder, 'noise.webp', 'noise'))).toMatchObject({
    reason: expect.stringMatching(/unsupported/),
  });
});
