import { expect, test } from '@jest/globals';
import { clipInput, examineVideo } from '../../../operators/clips/examine-video.js';
import type { Decoding } from '../../../operators/clips/decoding.js';
import { fileClip, makeVideo, put, scratchFolder } from './media-files.js';

const folder = scratchFolder();
const decoding: Decoding = { height: 12, width: 12, channels: 3, fps: 0, crop: 'centre', background: '#ffffff' };
const signal = new AbortController().signal;

test('the size and rate of what will be decoded, and the size of what is there', async () => {
  const red = `${folder}/red.mp4`;
  await makeVideo(red, 'color=red:s=64x48:r=10:d=1', ['-pix_fmt', 'yuv420p']);
  const seen = await examineVideo(fileClip(red), decoding, signal);
  expect(seen).toMatchObject({ height: 12, width: 12, rate: 10, pixels: 64 * 48 });
  const covering = await examineVideo(fileClip(red), { ...decoding, crop: 'random', fps: 4 }, signal);
  expect(covering).toMatchObject({ height: 12, width: 16, rate: 4 });
});

test('what is no video is an error with its code', async () => {
  const noise = fileClip(put(folder, 'noise.mp4', 'noise'.repeat(99)));
  await expect(examineVideo(noise, decoding, signal)).rejects.toThrow(/E_NOT_VIDEO/);
  await makeVideo(`${folder}/sound.wav`, 'sine=d=1');
  await expect(examineVideo(fileClip(`${folder}/sound.wav`), decoding, signal)).rejects.toThrow(/E_NO_VIDEO/);
});

test('a part of a file is an input of its own', () => {
  const source = { kind: 'part', path: '/a.tar', start: 512, end: 900, type: 'mp4' } as const;
  expect(clipInput({ name: 'p', source }).args).toEqual(['-i', 'subfile,,start,512,end,900,,:/a.tar']);
});
