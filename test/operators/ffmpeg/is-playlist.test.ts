import { expect, test } from '@jest/globals';
import type { Clip } from '../../../operators/ffmpeg/clip.js';
import { isPlaylist } from '../../../operators/ffmpeg/is-playlist.js';

test.each([
  ['hls', true],
  ['hls,applehttp', true],
  ['dash', true],
  ['mpegts', false],
  ['mov,mp4,m4a,3gp,3g2,mj2', false],
])('%s: %s', (format, expected) => {
  expect(isPlaylist({ format } as Clip)).toBe(expected);
});

test('what is not known before it is read is no playlist', () => {
  expect(isPlaylist(undefined)).toBe(false);
});
