import { expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import { coverSize, framesShown } from '../../../operators/clips/decoding.js';
import { fileClip } from './media-files.js';

test('a picture covers the size, touches it on one side, and keeps its aspect ratio within half a pixel', () => {
  const side = fc.integer({ min: 1, max: 2000 });
  fc.assert(
    fc.property(side, side, side, side, (width, height, w, h) => {
      const size = coverSize(width, height, { width: w, height: h });
      expect(size.width >= w && size.height >= h).toBe(true);
      expect(size.width === w || size.height === h).toBe(true);
      const scale = Math.max(w / width, h / height);
      expect(Math.abs(size.width - width * scale)).toBeLessThanOrEqual(0.5);
      expect(Math.abs(size.height - height * scale)).toBeLessThanOrEqual(0.5);
    }),
  );
});

const clip = fileClip('a');

test('every frame comes once at its own rate, and as often as it is shown at another', () => {
  expect(framesShown([100, 100, 100], 0, clip)).toEqual([0, 1, 2]);
  expect(framesShown([100, 100, 100], 20, clip)).toEqual([0, 0, 1, 1, 2, 2]);
  expect(framesShown([100, 100, 100, 100], 5, clip)).toEqual([0, 2]);
  expect(framesShown([100, 300], 10, clip)).toEqual([0, 1, 1, 1]);
});

test('a part of a clip has the frames shown in that part', () => {
  const part = fileClip('a', { start: 0.1, end: 0.3 });
  expect(framesShown([100, 100, 100, 100], 0, part)).toEqual([1, 2]);
  expect(framesShown([100, 100, 100, 100], 10, part)).toEqual([1, 2]);
  expect(framesShown([100, 100], 10, fileClip('a', { start: 5 }))).toEqual([]);
});
