import { expect, test } from '@jest/globals';
import { dataCaptions } from '../../../operators/data/captions.js';
import { testContext } from '../../context.js';
import { put, scratchFolder } from '../clips/media-files.js';
import { clipsFrom } from './sources.js';

test('clips with captions; columns that are not read are a warning of the run', async () => {
  const folder = scratchFolder();
  put(folder, 'a.mp4');
  const path = put(folder, 'list.csv', 'path,caption,mood\na.mp4,a cat,good\n');
  const context = testContext();
  expect((await clipsFrom(dataCaptions, { path }, context)).at(0, 0).captions).toEqual(['a cat']);
  expect(context.warnings).toEqual([expect.stringMatching(/mood/)]);
  const twice = put(folder, 'twice.csv', 'path,caption,caption\na.mp4,a,b\n');
  await expect(clipsFrom(dataCaptions, { path: twice })).rejects.toThrow(/twice\.csv:1 {2}E_CAPTIONS/);
});
