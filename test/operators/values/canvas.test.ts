import { expect, test } from '@jest/globals';
import { canvas } from '../../../operators/values/canvas.js';
import { video } from '../../../operators/values/video.js';

test('a canvas is a video of a cascade whose values may leave the range, because it starts as noise', () => {
  expect(canvas()).toEqual({ ...canvas(), kind: video('B', 'F', 'H', 'W', 'C').kind, cascade: true });
  expect(canvas()).not.toHaveProperty('range');
});
