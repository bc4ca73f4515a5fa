import { expect, test } from '@jest/globals';
import { parentTile } from '../../../dsl/cascade/parent-tile.js';
import { smallCascade } from '../../cascade.js';

/** 4 pixels of level 2 are as long as 2 of level 1, whose tiles of 4 start at 0, 2 and 4. */
const cascade = smallCascade();
const parents = (starts: readonly number[]) => starts.map((start) => parentTile(cascade, 2, 1, start));

test('is the one that has the tile nearest its middle', () => {
  expect(parents([0, 1, 3, 5, 7, 9, 11, 12])).toEqual([0, 0, 0, 1, 1, 2, 2, 2]);
});

test('is the first of two that have it as near', () => {
  // from 4 to 7 of 0 … 7 and of 4 … 11; from 8 to 11 of 4 … 11 and of 8 … 15
  expect(parents([4, 8])).toEqual([0, 1]);
});

test('does not exist where none contains the tile', () => {
  // tiles of level 1 start at 0, 2 and 4 too, and are as long
  const uneven = smallCascade({ levels: [{ size: [2, 4, 4] }, { size: [2, 8, 8] }, { size: [2, 8, 8] }] });
  expect([0, 1, 2, 3].map((start) => parentTile(uneven, 2, 1, start))).toEqual([0, undefined, 1, undefined]);
});
