import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { decodeVideos } from '../../../operators/clips/decode-videos.js';
import { examineVideo } from '../../../operators/clips/examine-video.js';
import type { Decoding } from '../../../operators/clips/decoding.js';
import type { Clip } from '../../../operators/values/clips.js';
import { fileClip, makeVideo, put, scratchFolder } from './media-files.js';

const folder = scratchFolder();
const decoding: Decoding = { height: 12, width: 16, channels: 3, fps: 0, crop: 'centre', background: '#ffffff' };
const signal = new AbortController().signal;

/** The bytes that one ffmpeg writes of each clip. */
async function decode(...clips: readonly (readonly [Clip, Partial<Decoding>?])[]) {
  const videos = await Promise.all(clips.map(([clip, more]) => examineVideo(clip, { ...decoding, ...more }, signal)));
  const files = clips.map((_, i) => openSync(`${folder}/raw${i}`, 'w'));
  try {
    expect(await decodeVideos(videos, files, signal)).toBe('');
    return clips.map(([, more], i) => {
      const { height, width } = videos[i] ?? decoding;
      const data = readFileSync(`${folder}/raw${i}`);
      return { data, frames: data.length / (height * width * (more?.channels ?? 3)) };
    });
  } finally {
    files.forEach(closeSync);
  }
}

const red = `${folder}/red.mkv`;
await makeVideo(red, 'color=red:s=64x48:r=10:d=2', ['-c:v', 'ffv1', '-pix_fmt', 'bgr0']);

test('every frame comes once, in the size, at its own rate or at another', async () => {
  const [whole, slow, part] = await decode(
    [fileClip(red)],
    [fileClip(red), { fps: 5 }],
    [fileClip(red, { start: 0.5, end: 1 })],
  );
  expect([whole?.frames, slow?.frames, part?.frames]).toEqual([20, 10, 5]);
  const [r = 0, g = 9, b = 9] = whole?.data ?? [];
  expect(r > 250 && g < 4 && b < 4).toBe(true);
});

test('what is wider is cut, or kept for cropping later', async () => {
  const [cut, kept] = await decode(
    [fileClip(red), { width: 12, channels: 1 }],
    [fileClip(red), { width: 12, crop: 'random' }],
  );
  expect([cut?.frames, kept?.frames]).toEqual([20, 20]);
});

test('a part of a larger file is read where it lies', async () => {
  const video = readFileSync(red);
  const path = put(folder, 'parts.bin', Buffer.concat([Buffer.alloc(777, 1), video, Buffer.alloc(99, 2)]));
  const source = { kind: 'part', path, start: 777, end: 777 + video.length, type: 'mkv' } as const;
  expect((await decode([{ name: 'p', source }]))[0]?.frames).toBe(20);
});

test('videos of other lengths, starts, rates and codecs beside each other become what each becomes alone', async () => {
  const made: readonly (readonly [string, string, ...string[]])[] = [
    ['a.mp4', 'testsrc2=s=64x48:r=25:d=4', '-pix_fmt', 'yuv420p'],
    ['b.webm', 'testsrc2=s=48x64:r=12:d=0.5', '-c:v', 'libvpx'],
    ['c.ts', 'testsrc2=s=64x48:r=30:d=2', '-pix_fmt', 'yuv420p', '-output_ts_offset', '90'],
    ['d.avi', 'testsrc2=s=32x32:r=8:d=1', '-c:v', 'mpeg4'],
    ['e.mp4', 'testsrc2=s=64x48:r=25:d=0.04', '-pix_fmt', 'yuv420p'],
  ];
  for (const [name, source, ...more] of made) await makeVideo(`${folder}/${name}`, source, more);
  const clips = made.map(([name]) => [fileClip(`${folder}/${name}`)] as const);
  const together = await decode(...clips);
  expect(together.map(({ frames }) => frames)).toEqual([100, 6, 60, 8, 1]);
  for (const [i, clip] of clips.entries()) {
    const [alone] = await decode(clip);
    expect(together[i]?.data.equals(alone?.data ?? Buffer.of())).toBe(true);
  }
});

test('what ffmpeg says of a damaged video is returned', async () => {
  const whole = `${folder}/whole.mp4`;
  await makeVideo(whole, 'testsrc2=s=64x48:r=25:d=4', ['-pix_fmt', 'yuv420p', '-movflags', '+faststart']);
  const bytes = readFileSync(whole);
  bytes.fill(0x55, Math.round(bytes.length * 0.6), Math.round(bytes.length * 0.7));
  writeFileSync(whole, bytes);
  const video = await examineVideo(fileClip(whole), decoding, signal);
  const file = openSync(`${folder}/damaged`, 'w');
  expect(await decodeVideos([video], [file], signal)).not.toBe('');
  closeSync(file);
});
