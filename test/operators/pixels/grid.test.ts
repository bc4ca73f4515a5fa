import { expect, test } from '@jest/globals';
import { Grid, gridOf } from '../../../operators/pixels/grid.js';

test('a grid is nearly square and has no gap at its edges', () => {
  expect(gridOf(5, 10, 20, 2)).toEqual({ columns: 3, width: 64, height: 22 });
  expect(gridOf(1, 10, 20, 2)).toEqual({ columns: 1, width: 20, height: 10 });
});

test('videos are laid on it group by group, from the frame that is asked for, with grey where none lies', () => {
  const size = { count: 1, height: 1, width: 1, channels: 1 as const };
  const grid = new Grid(3, size, 1);
  grid.lay({ ...size, videos: 2, count: 2, data: new Uint8Array([1, 2, 3, 4]) }, 0, 1);
  expect([...grid.frames.data]).toEqual([2, 64, 4, 64, 64, 64, 64, 64, 64]);
  grid.lay({ ...size, videos: 1, data: new Uint8Array([5]) }, 2);
  expect([...grid.frames.data]).toEqual([2, 64, 4, 64, 64, 64, 5, 64, 64]);
  expect(grid.frames).toMatchObject({ count: 1, width: 3, height: 3, channels: 1 });
});
