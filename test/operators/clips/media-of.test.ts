import { expect, test } from '@jest/globals';
import { endingOf, isAnimated, isStill, mediaOf, needsHead, readHead } from '../../../operators/clips/media-of.js';
import { greyPng, greyWebp, makeVideo, put, scratchFolder } from './media-files.js';

const folder = scratchFolder();

test('the ending says what a file is', () => {
  expect(['a.MP4', 'b.c.webp', 'c.txt', 'none'].map(endingOf)).toEqual(['mp4', 'webp', 'txt', '']);
  expect(['mp4', 'webp', 'txt', ''].map(mediaOf)).toEqual(['video', 'image', undefined, undefined]);
  expect(['png', 'webp', 'jpg', 'mp4'].filter(needsHead)).toEqual(['png', 'webp']);
});

test('single pictures and animations are told apart by their first bytes', async () => {
  const still = put(folder, 'still.webp', await greyWebp([10]));
  const moving = put(folder, 'moving.webp', await greyWebp([10, 20]));
  const png = put(folder, 'still.png', await greyPng(3));
  await makeVideo(`${folder}/moving.png`, 'color=red:s=8x8:r=5:d=1', ['-f', 'apng']);
  const heads = await Promise.all([still, moving, png, `${folder}/moving.png`].map((path) => readHead(path)));
  expect(heads.map(isAnimated)).toEqual([false, true, false, true]);
  expect(isStill('jpg', new Uint8Array())).toBe(true);
  expect(isStill('mp4', new Uint8Array())).toBe(false);
  expect(isStill('gif', new Uint8Array())).toBe(false);
});
