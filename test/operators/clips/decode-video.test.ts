import { closeSync, openSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { Clip } from '../../../operators/values/clips.js';
import { decodeVideo } from '../../../operators/clips/decode-video.js';
import type { Decoding } from '../../../operators/clips/decoding.js';
import { fileClip, makeVideo, put, scratchFolder } from './media-files.js';

const folder = scratchFolder();
const decoding: Decoding = { height: 12, width: 16, channels: 3, fps: 0, crop: 'centre', background: '#ffffff' };
const signal = new AbortController().signal;

async function decode(clip: Clip, more: Partial<Decoding> = {}) {
  const path = `${folder}/raw`;
  const file = openSync(path, 'w');
  try {
    const form = await decodeVideo(clip, { ...decoding, ...more }, file, signal);
    const data = readFileSync(path);
    return { ...form, data, frames: data.length / (form.width * form.height * (more.channels ?? 3)) };
  } finally {
    closeSync(file);
  }
}

const red = `${folder}/red.mkv`;
await makeVideo(red, 'color=red:s=64x48:r=10:d=2', ['-c:v', 'ffv1', '-pix_fmt', 'bgr0']);

test('every frame comes once, in the size, at its own rate or at another', async () => {
  const { frames, rate, data } = await decode(fileClip(red));
  expect([frames, rate]).toEqual([20, 10]);
  expect((data[0] ?? 0) > 250 && (data[1] ?? 9) < 4 && (data[2] ?? 9) < 4).toBe(true);
  expect((await decode(fileClip(red), { fps: 5 })).frames).toBe(10);
  expect((await decode(fileClip(red, { start: 0.5, end: 1 }))).frames).toBe(5);
});

test('what is wider is cut, or kept for cropping later', async () => {
  expect(await decode(fileClip(red), { width: 12, channels: 1 })).toMatchObject({ width: 12, height: 12, frames: 20 });
  expect(await decode(fileClip(red), { width: 12, crop: 'random' })).toMatchObject({
    width: 16,
    height: 12,
    frames: 20,
  });
});

test('a part of a larger file is read where it lies', async () => {
  const video = readFileSync(red);
  const path = put(folder, 'parts.bin', Buffer.concat([Buffer.alloc(777, 1), video, Buffer.alloc(99, 2)]));
  const source = { kind: 'part', path, start: 777, end: 777 + video.length, type: 'mkv' } as const;
  expect((await decode({ name: 'p', source })).frames).toBe(20);
});

test('what is no video is an error with its code', async () => {
  await expect(decode(fileClip(put(folder, 'noise.mp4', 'noise'.repeat(99))))).rejects.toThrow(/E_NOT_VIDEO/);
  await makeVideo(`${folder}/sound.wav`, 'sine=d=1');
  await expect(decode(fileClip(`${folder}/sound.wav`))).rejects.toThrow(/E_NO_VIDEO/);
});
