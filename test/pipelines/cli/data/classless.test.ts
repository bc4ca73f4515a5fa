import { expect, test } from '@jest/globals';
import { readFolder } from '../../../../operators/clips/read-folder.js';
import { classless } from '../../../../pipelines/cli/data/classless.js';
import { greyPng, put, scratchFolder } from '../../../operators/clips/media-files.js';

test('a file beside the folders of the classes is in none; without classes, nothing is missing', async () => {
  const folder = scratchFolder();
  put(folder, 'top.png', await greyPng(1));
  expect(classless(await readFolder(folder))).toEqual([]);
  put(folder, 'cats/a.png', await greyPng(2));
  expect(classless(await readFolder(folder)).map(({ name }) => name)).toEqual(['top.png']);
});
