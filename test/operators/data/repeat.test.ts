import { expect, test } from '@jest/globals';
import { dataRepeat } from '../../../operators/data/repeat.js';
import type { Clips } from '../../../operators/values/clips.js';
import { fileClip, namedClips, namesOf } from '../clips/media-files.js';

/** Clips that say in which epoch they were asked for. */
const epochs: Clips = { length: 2, classes: ['x'], at: (index, epoch) => fileClip(`${index} of ${epoch}`) };
const repeat = (clips: Clips, count: number) => dataRepeat.run({ clips }, { epochs: count }).clips;

test('every pass is an epoch of its own', () => {
  const twice = repeat(epochs, 2);
  expect(namesOf(twice)).toEqual(['0 of 0', '1 of 0', '0 of 1', '1 of 1']);
  // a sequence that is repeated again goes on counting
  expect(namesOf(repeat(twice, 2)).slice(4)).toEqual(['0 of 2', '1 of 2', '0 of 3', '1 of 3']);
  expect(twice.classes).toEqual(['x']);
});

test('without end, every index has its clip at once', () => {
  const endless = repeat(epochs, 0);
  expect([endless.length, endless.at(2e12 + 1, 0).name]).toEqual([Infinity, '1 of 1000000000000']);
});

test('a sequence without clips, or without end, stays what it is', () => {
  expect(repeat(namedClips(0), 0).length).toBe(0);
  expect(repeat(namedClips(Infinity), 3).at(7, 0).name).toBe('7');
});
