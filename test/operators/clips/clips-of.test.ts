import { expect, test } from '@jest/globals';
import { clipsOf, onlyThose, refuseEndless } from '../../../operators/clips/clips-of.js';
import { fileClip, namedClips, namesOf } from './media-files.js';

test('a list of clips is a sequence with the same order in every epoch', () => {
  const clips = clipsOf([fileClip('a'), fileClip('b')], ['x']);
  expect(clips.classes).toEqual(['x']);
  expect([namesOf(clips), namesOf(clips, 2, 7)]).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
  expect(() => clips.at(2, 0)).toThrow(RangeError);
});

test('a selection keeps the order', () => {
  expect(namesOf(onlyThose(namedClips(6), ({ name }) => Number(name) % 2 === 1))).toEqual(['1', '3', '5']);
  expect(onlyThose(namedClips(6), () => false).length).toBe(0);
});

test('a sequence without end is refused by its place', () => {
  expect(() => {
    refuseEndless(namedClips(Infinity), 'shuffle');
  }).toThrow(/nodes\.shuffle\.in\.clips {2}E_DATA_ORDER/);
  refuseEndless(namedClips(3), 'shuffle');
});
