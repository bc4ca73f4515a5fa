import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { prepareFolder } from '../../../operators/disk/prepare-folder.js';
import { scratch } from './scratch.js';

const folder = scratch();

test('a folder and its parents are made; one that is there stays as it is', async () => {
  await prepareFolder(join(folder.path, 'a/b'), 'out');
  writeFileSync(join(folder.path, 'a/b/file'), '');
  await prepareFolder(join(folder.path, 'a/b'), 'out');
  expect(readdirSync(join(folder.path, 'a/b'))).toEqual(['file']);
});

test('a path below a file is bad input, told by its place in the document', async () => {
  writeFileSync(join(folder.path, 'file'), '');
  const attempt = prepareFolder(join(folder.path, 'file/run'), 'nodes.save.with.path');
  await expect(attempt).rejects.toMatchObject({ code: 'E_FOLDER', exitCode: 2 });
  await expect(attempt).rejects.toThrow(/nodes\.save\.with\.path[^]*part of the path is a file[^]*try +/);
});

(process.getuid?.() === 0 ? test.skip : test)('a folder without permission (root may write anywhere)', async () => {
  mkdirSync(join(folder.path, 'locked'), { mode: 0o555 });
  await expect(prepareFolder(join(folder.path, 'locked'), 'out')).rejects.toThrow(/no permission/);
});
