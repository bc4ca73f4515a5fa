import { expect, test } from '@jest/globals';
import { dataUcf101 } from '../../../operators/data/ucf101.js';
import { namesOf, put, scratchFolder } from '../clips/media-files.js';
import { clipsFrom } from './sources.js';

test('a part of an official split', async () => {
  const path = scratchFolder();
  put(path, 'ucfTrainTestlist/classInd.txt', '1 Archery\n');
  put(path, 'ucfTrainTestlist/trainlist02.txt', 'Archery/a.avi 1\n');
  put(path, 'UCF-101/Archery/a.avi');
  expect(namesOf(await clipsFrom(dataUcf101, { path, split: 2, part: 'train' }))).toEqual(['Archery/a.avi']);
  await expect(clipsFrom(dataUcf101, { path, split: 2, part: 'test' })).rejects.toThrow(/E_DATA_FORM/);
});
