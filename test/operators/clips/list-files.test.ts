import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { listFiles } from '../../../operators/clips/list-files.js';
import { put, scratchFolder } from './media-files.js';

test('files are sorted, hidden ones are left out, links are followed', async () => {
  const folder = scratchFolder();
  for (const name of ['b/2.mp4', 'a/1.mp4', 'z.mp4', '.hidden.mp4', '.git/x.mp4', '__MACOSX/z.mp4']) put(folder, name);
  symlinkSync(folder, join(folder, 'a', 'loop'));
  symlinkSync(join(folder, 'z.mp4'), join(folder, 'linked.mp4'));
  symlinkSync(join(folder, 'nothing'), join(folder, 'dangling.mp4'));
  expect(await listFiles(folder)).toEqual(['a/1.mp4', 'b/2.mp4', 'linked.mp4', 'z.mp4']);
});

test('a folder under two names has its files under both; a loop of links ends', async () => {
  const folder = scratchFolder();
  put(folder, 'own/1.mp4');
  symlinkSync(join(folder, 'own'), join(folder, 'also'));
  symlinkSync(folder, join(folder, 'own', 'up'));
  expect(await listFiles(folder)).toEqual(['also/1.mp4', 'own/1.mp4']);
});

test('a folder that cannot be read is named', async () => {
  const folder = scratchFolder();
  symlinkSync('/proc/1/task/1/fdinfo/none/..', join(folder, 'nowhere'));
  put(folder, '1.mp4');
  expect(await listFiles(folder)).toEqual(['1.mp4']);
  await expect(listFiles(join(folder, '1.mp4'))).rejects.toThrow(/1\.mp4 {2}E_FILE[^]*a folder that can be read/);
});
