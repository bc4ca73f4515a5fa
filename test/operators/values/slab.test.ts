import { expect, test } from '@jest/globals';
import { slab } from '../../../operators/values/slab.js';

test('its size is that of its group of videos', () => {
  const videos = { first: 4, count: 2, of: 6, from: 0 };
  expect(slab().kind.shapeOf?.({ number: 0, level: 2, isLast: false, videos })).toEqual([2]);
});

test('a slab holds no tensors, so that nothing is freed with it', () => {
  const { kind } = slab();
  expect(kind).toMatchObject({ name: 'slab', tensors: false });
  kind.release({ number: 0, level: 2, isLast: true, videos: { first: 0, count: 1, of: 1, from: 0 } });
});
