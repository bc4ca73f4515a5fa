import { expect, test } from '@jest/globals';
import { dataFolder } from '../../../operators/data/folder.js';
import { namesOf, put, scratchFolder } from '../clips/media-files.js';
import { clipsFrom } from './sources.js';

test('the clips of a folder, with a class for each sub-folder', async () => {
  const path = scratchFolder();
  for (const name of ['b/2.mp4', 'a/1.gif']) put(path, name);
  const clips = await clipsFrom(dataFolder, { path });
  expect([namesOf(clips), clips.classes]).toEqual([
    ['a/1.gif', 'b/2.mp4'],
    ['a', 'b'],
  ]);
  expect(dataFolder.files?.({ path })).toEqual({ reads: { path } });
  await expect(clipsFrom(dataFolder, { path: `${path}/none` })).rejects.toThrow(/E_FILE_MISSING/);
});
