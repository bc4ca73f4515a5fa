import { expect, test } from '@jest/globals';
import { checkLargest } from '../../../operators/ffmpeg/check-largest.js';

test.each([
  ['libx264', 16_384, 16_000],
  ['gif', 65_535, 100],
  ['png', 200_000, 1_000],
])('frames that %s takes pass', (codec, width, height) => {
  expect(() => {
    checkLargest({ width, height }, codec, 'in.frames');
  }).not.toThrow();
});

test.each([
  ['libx264', 16_386, 64, /at most 16384 pixels, which libx264 takes[^]*got +16386×64/],
  ['gif', 64, 65_536, /at most 65535 pixels/],
  ['png', 20_000, 20_000, /268 million pixels[^]*\{n\}\.mp4/],
  ['libx265', 2_000_000, 2_000_000, /268 million pixels/],
])('larger ones of %s are refused', (codec, width, height, message) => {
  expect(() => {
    checkLargest({ width, height }, codec, 'in.frames');
  }).toThrow(message);
});
