import { expect, test } from '@jest/globals';
import { figuresOf, quotients, seamFigures } from '../../../operators/measure/seam-figures.js';

const energies = (tile: number, none: number, count = 2) => ({
  tile: { sum: tile * count, count },
  token: { sum: 0, count: 0 },
  none: { sum: none * 4, count: 4 },
});
const video = (tile: number, none: number) => ({ space: energies(tile, none), time: energies(0, none, 0) });

test('figures of videos are ratios of sums, and borders that do not occur have none', () => {
  expect(seamFigures([video(3, 1), video(5, 2)])).toEqual([{ name: 'seams.tiles', values: [3, 5], weights: [1, 2] }]);
});

test('the ratio of all videos is that of their energies, beside that of real ones', () => {
  const made = figuresOf([video(3, 1), video(5, 3)]);
  expect(made.space.tiles.value).toBe(2);
  expect(made.time.tiles.value).toBeNull();
  expect(quotients(made, figuresOf([video(1, 1)])).space).toEqual({ tiles: 2, tokens: null });
});
