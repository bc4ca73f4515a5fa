import { expect, test } from '@jest/globals';
import { dataStrips } from '../../../operators/data/strips.js';
import { namesOf, put, scratchFolder } from '../clips/media-files.js';
import { clipsFrom } from './sources.js';

test('the strips of a manifest, or of one split of it', async () => {
  const clips = ['train', 'test'].map((split) => ({ file: `${split}.webp`, frames: 2, split }));
  const path = put(scratchFolder(), 'manifest.json', JSON.stringify({ clips }));
  expect(namesOf(await clipsFrom(dataStrips, { path, split: '' }))).toEqual(['train.webp', 'test.webp']);
  expect(namesOf(await clipsFrom(dataStrips, { path, split: 'test' }))).toEqual(['test.webp']);
});
