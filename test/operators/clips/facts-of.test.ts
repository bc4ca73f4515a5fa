import { expect, test } from '@jest/globals';
import { factsOf } from '../../../operators/clips/facts-of.js';
import { fileClip } from './media-files.js';

const drawn = (wording: number, more = {}) => ({
  clip: fileClip('a', more),
  stored: { file: 'a', shape: [1, 1, 1, 1] as const },
  view: { frames: [0], top: 0, left: 0, flipped: false, wording },
});

test('a draw takes one wording of the caption; what a clip does not have is null', () => {
  const captions = ['a cat', 'the cat', 'a pet'];
  const facts = factsOf([drawn(0.01, { captions }), drawn(0.99, { captions, label: 4 }), drawn(0.5)]);
  expect(facts.texts).toEqual(['a cat', 'a pet', null]);
  expect(facts.condition).toEqual({ kind: 'classes', classes: [null, 4, null], guidance: 1 });
});
