import { expect, test } from '@jest/globals';
import { isPicture, readFolder } from '../../../operators/clips/read-folder.js';
import { greyWebp, namesOf, put, scratchFolder } from './media-files.js';

test('a sub-folder is a class, a file beside the folders has none, other files do not count', async () => {
  const folder = scratchFolder();
  for (const name of ['run/b.mp4', 'run/deep/a.mp4', 'walk/c.jpg', 'top.gif', 'walk/notes.txt', 'empty/readme.md']) {
    put(folder, name);
  }
  const clips = await readFolder(folder);
  expect(clips.classes).toEqual(['run', 'walk']);
  expect(namesOf(clips)).toEqual(['run/b.mp4', 'run/deep/a.mp4', 'top.gif', 'walk/c.jpg']);
  expect([0, 1, 2, 3].map((i) => clips.at(i, 0).label)).toEqual([0, 0, undefined, 1]);
  expect([0, 1, 2, 3].map((i) => clips.at(i, 0).still === true)).toEqual([false, false, false, true]);
});

test('what can be a picture or an animation is looked into', async () => {
  const folder = scratchFolder();
  expect(await isPicture(put(folder, 'a.webp', await greyWebp([1])))).toBe(true);
  expect(await isPicture(put(folder, 'b.webp', await greyWebp([1, 2])))).toBe(false);
  expect(await isPicture(`${folder}/none.webp`)).toBe(false);
});

test('a folder without clips is refused, and says what is there', async () => {
  const folder = scratchFolder();
  await expect(readFolder(folder)).rejects.toThrow(/E_DATA_EMPTY[^]*got {7}no files/);
  put(folder, 'notes.txt');
  await expect(readFolder(folder)).rejects.toThrow(/1 file of another kind, notes\.txt/);
  await expect(readFolder(`${folder}/none`)).rejects.toThrow(/E_FILE_MISSING/);
});
