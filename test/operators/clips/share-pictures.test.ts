import { expect, test } from '@jest/globals';
import { sharePictures } from '../../../operators/clips/share-pictures.js';
import { namedClips, namesOf } from './media-files.js';

test('of three videos and a quarter of pictures there are four items, and the pictures go on in the next epoch', () => {
  const [videos, pictures] = [namedClips(3), namedClips(5, () => true)];
  const shared = sharePictures(videos, pictures, 0.25);
  expect(namesOf(shared)).toEqual(['0', '1', '2', '0']);
  expect([0, 1, 2].map((epoch) => shared.at(3, epoch).name)).toEqual(['0', '1', '2']);
  expect(namesOf(sharePictures(videos, pictures, 0))).toEqual(['0', '1', '2']);
});
