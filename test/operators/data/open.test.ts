import { expect, test } from '@jest/globals';
import { dataOpen } from '../../../operators/data/open.js';
import { namesOf, put, scratchFolder } from '../clips/media-files.js';
import { clipsFrom } from './sources.js';

test('a folder and a list of captions are both opened', async () => {
  const folder = scratchFolder();
  put(folder, 'a.mp4');
  const list = put(folder, 'list.jsonl', '{"path":"a.mp4","caption":"a cat"}');
  expect(namesOf(await clipsFrom(dataOpen, { path: folder }))).toEqual(['a.mp4']);
  expect((await clipsFrom(dataOpen, { path: list })).at(0, 0).captions).toEqual(['a cat']);
  await expect(clipsFrom(dataOpen, { path: `${folder}/a.mp4` })).rejects.toThrow(/E_DATA_FORM/);
});
