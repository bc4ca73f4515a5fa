import { expect, test } from '@jest/globals';
import { factsOf } from '../../../operators/clips/facts-of.js';
import { fileClip } from './media-files.js';

const drawn = (wording: number, more = {}, { frames = 1, rate = {} } = {}) => ({
  clip: fileClip('a', more),
  stored: { file: 'a', shape: [frames, 1, 1, 1] as const, ...rate },
  view: { frames: Array(8).fill(0) as number[], top: 0, left: 0, flipped: false, wording },
});
const window = { take: 'window' } as const;

test('a draw takes one wording of the caption; what a clip does not have is null', () => {
  const captions = ['a cat', 'the cat', 'a pet'];
  const facts = factsOf([drawn(0.01, { captions }), drawn(0.99, { captions, label: 4 }), drawn(0.5)], window);
  expect(facts.texts).toEqual(['a cat', 'a pet', null]);
  expect(facts.condition).toEqual({ kind: 'classes', classes: [null, 4, null], guidance: 1 });
});

test('a window has the rate of its clip, a whole clip lasts as long as before, and a still has none', () => {
  const rate = { rate: 24 };
  const draws = [drawn(0, {}, { frames: 48, rate }), drawn(0, {}, { frames: 1, rate }), drawn(0, {}, { frames: 48 })];
  expect(factsOf(draws, window).rates).toEqual([24, null, null]);
  // 48 frames take two seconds, and so do 8
  expect(factsOf(draws, { take: 'whole' }).rates).toEqual([4, null, null]);
  // where the last level is the coarsest of a cascade, it has every fourth frame
  expect(factsOf(draws, window, 4).rates).toEqual([6, null, null]);
});
