import { expect, test } from '@jest/globals';
import { decodingOf, lastLevelShape, limitOf, refuseClips } from '../../../operators/clips/clip-settings.js';
import { smallCascade } from '../../cascade.js';
import { clipSettings } from './media-files.js';

test('videos have the size of the last level', () => {
  expect(lastLevelShape(smallCascade())).toEqual([8, 16, 16, 2]);
});

test('only what changes the decoded bytes is part of the decoding', () => {
  const shape = [8, 16, 24, 3] as const;
  const decoding = decodingOf(clipSettings({ fps: 12 }), shape);
  expect(decoding).toEqual({ height: 16, width: 24, channels: 3, fps: 12, crop: 'centre', background: '#ffffff' });
  expect(decodingOf(clipSettings({ fps: 12, flip: 0.5, start: 'first', short: 'loop', jobs: 4 }), shape)).toEqual(
    decoding,
  );
  // frames spread over a whole clip need all of its frames
  expect(decodingOf(clipSettings({ fps: 12, take: 'whole' }), shape).fps).toBe(0);
});

test('channels and colours that cannot be decoded to are refused', () => {
  expect(refuseClips(clipSettings(), 3)).toEqual([]);
  const codes = refuseClips(clipSettings({ background: 'white' }), 2).map(({ code }) => code);
  expect(codes).toEqual(['E_CHANNELS', 'E_COLOUR']);
  expect(refuseClips(clipSettings({ cacheLimit: '1.5GB' }), 3)).toEqual([]);
  expect(refuseClips(clipSettings({ cacheLimit: 'much' }), 3)).toMatchObject([{ code: 'E_SETTING_TYPE' }]);
});

test('a limit of the cache is a number of bytes', () => {
  expect(limitOf(clipSettings())).toBe(Infinity);
  expect(limitOf(clipSettings({ cacheLimit: '20GiB' }))).toBe(20 * 2 ** 30);
});
