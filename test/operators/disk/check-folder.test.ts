import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checkFolder } from '../../../operators/disk/check-folder.js';
import { prepareFolder } from '../../../operators/disk/prepare-folder.js';
import { scratch } from './scratch.js';

const folder = scratch();

test('a folder that can be made is not there afterwards, and what was there stays', async () => {
  mkdirSync(join(folder.path, 'own'));
  await checkFolder(join(folder.path, 'own/a/b'), 'out');
  await checkFolder(join(folder.path, 'own'), 'out');
  expect([existsSync(join(folder.path, 'own')), existsSync(join(folder.path, 'own/a'))]).toEqual([true, false]);
});

test('a folder that cannot be made is refused with the words of a run', async () => {
  writeFileSync(join(folder.path, 'file'), '');
  for (const path of ['file', 'file/run'].map((name) => join(folder.path, name))) {
    const words = await prepareFolder(path, 'out').catch(String);
    expect(words).toMatch(/E_FOLDER/);
    expect(await checkFolder(path, 'out').catch(String)).toBe(words);
  }
});
