import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { decodeImage } from '../../../operators/clips/decode-image.js';
import type { Decoding } from '../../../operators/clips/decoding.js';
import { fileClip, greyPng, greyWebp, put, scratchFolder } from './media-files.js';

const folder = scratchFolder();
const decoding: Decoding = { height: 6, width: 8, channels: 3, fps: 0, crop: 'centre', background: '#ffffff' };

test('an animation has all its frames and its rate', async () => {
  const clip = fileClip(put(folder, 'a.webp', await greyWebp([10, 200, 30], 16, 12, 50)));
  const { shape, data, rate } = await decodeImage(clip, decoding);
  expect([shape, rate]).toEqual([[3, 6, 8, 3], 20]);
  expect([data[0], data[6 * 8 * 3], data.at(-1)]).toEqual([10, 200, 30]);
  const slow = await decodeImage(clip, { ...decoding, fps: 10, channels: 1 });
  expect([slow.shape, slow.rate, slow.data[48]]).toEqual([[2, 6, 8, 1], 10, 30]);
});

test('a picture has one frame and no rate; transparent parts show the background; a turned photo is upright', async () => {
  const clear = { create: { width: 8, height: 6, channels: 4 as const, background: { r: 0, g: 0, b: 0, alpha: 0 } } };
  const transparent = fileClip(put(folder, 'clear.png', await sharp(clear).png().toBuffer()));
  const { shape, data, rate } = await decodeImage(transparent, { ...decoding, background: '#ff8000' });
  expect([shape, rate, [...data.subarray(0, 3)]]).toEqual([[1, 6, 8, 3], undefined, [255, 128, 0]]);
  // left half black, right half white, stored turned by a quarter
  const halves = Buffer.from(Array.from({ length: 8 * 4 }, (_, i) => (i % 8 < 4 ? 0 : 255)));
  const upright = sharp(halves, { raw: { width: 8, height: 4, channels: 1 } }).rotate(90);
  const turned = fileClip(
    put(folder, 'turned.jpg', await upright.jpeg({ quality: 100 }).withMetadata({ orientation: 8 }).toBuffer()),
  );
  const photo = await decodeImage(turned, { ...decoding, width: 8, height: 4, channels: 1 });
  expect((photo.data[0] ?? 255) < 60 && (photo.data[7] ?? 0) > 200).toBe(true);
});

test('a wide picture is cut at the centre, or kept whole for cropping later', async () => {
  const wide = fileClip(put(folder, 'wide.png', await greyPng(7, 40, 12)));
  expect((await decodeImage(wide, decoding)).shape).toEqual([1, 6, 8, 3]);
  expect((await decodeImage(wide, { ...decoding, crop: 'random' })).shape).toEqual([1, 6, 20, 3]);
});

test('the frames of a strip do not mix', async () => {
  const data = Buffer.from(Array.from({ length: 12 * 4 * 3 }, (_, i) => 60 * Math.floor(((i / 3) % 12) / 4)));
  const image = await sharp(data, { raw: { width: 12, height: 4, channels: 3 } })
    .png()
    .toBuffer();
  const source = { kind: 'strip', path: put(folder, 'strip.png', image), frames: 3, rate: 8 } as const;
  const small = await decodeImage({ name: 's', source }, { ...decoding, width: 2, height: 2 });
  expect([small.shape, small.rate, [...new Set(small.data)]]).toEqual([[3, 2, 2, 3], 8, [0, 60, 120]]);
  await expect(decodeImage({ name: 's', source: { ...source, frames: 5 } }, decoding)).rejects.toThrow(/not 5 frames/);
});

test('a part of a file is decoded from its bytes', async () => {
  const image = await greyPng(99);
  const path = put(folder, 'part.bin', Buffer.concat([Buffer.alloc(100), image, Buffer.alloc(7)]));
  const source = { kind: 'part', path, start: 100, end: 100 + image.length, type: 'png' } as const;
  expect((await decodeImage({ name: 'p', source }, decoding)).data[5]).toBe(99);
});

test('a damaged picture is an error', async () => {
  const image = await greyPng(99, 300, 300);
  await expect(decodeImage(fileClip(put(folder, 'cut.png', image.subarray(0, 200))), decoding)).rejects.toThrow();
  await expect(decodeImage(fileClip(put(folder, 'text.webp', 'text')), decoding)).rejects.toThrow();
});
