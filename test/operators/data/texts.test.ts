import { expect, test } from '@jest/globals';
import { clipsOf } from '../../../operators/clips/clips-of.js';
import { dataTexts } from '../../../operators/data/texts.js';
import { testContext } from '../../context.js';
import { fileClip } from '../clips/media-files.js';

const clips = clipsOf([
  fileClip('a.mp4', { captions: ['cat', 'kitten', 'a cat'] }),
  fileClip('b.mp4'),
  fileClip('c.mp4', { captions: ['dog'] }),
]);
const textsOf = async (wording: 'first' | 'any', first: number, size: number, seed = 0) =>
  (await (await dataTexts.open({ wording }, testContext({ seed }))).next({ batch: { clips, first, size } }, 0)).texts;

test('the first wording of each clip of the batch, null without one; nothing is decoded', async () => {
  expect(await textsOf('first', 0, 3)).toEqual(['cat', null, 'dog']);
  expect(await textsOf('first', 2, 1)).toEqual(['dog']);
});

test('any wording: all of them occur, by the seed', async () => {
  const drawn = await Promise.all(Array.from({ length: 40 }, (_, seed) => textsOf('any', 0, 1, seed)));
  expect(new Set(drawn.flat())).toEqual(new Set(['cat', 'kitten', 'a cat']));
  expect(await textsOf('any', 0, 3, 7)).toEqual(await textsOf('any', 0, 3, 7));
});
