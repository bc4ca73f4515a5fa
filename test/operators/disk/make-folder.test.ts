import { existsSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makeFolder } from '../../../operators/disk/make-folder.js';

const root = await mkdtemp(join(tmpdir(), 'hpdm-folder-'));

test('makes what is missing, and says where that begins', async () => {
  const deep = join(root, 'a', 'b', 'c');
  expect(await makeFolder(deep)).toBe(join(root, 'a'));
  expect(statSync(deep).isDirectory()).toBe(true);
  expect(await makeFolder(deep)).toBeUndefined();
  expect(await makeFolder(join(deep, 'd'))).toBe(join(deep, 'd'));
});

test('several that make the same folders at once all find them', async () => {
  const deep = join(root, 'e', 'f', 'g');
  await Promise.all(Array.from({ length: 8 }, () => makeFolder(deep)));
  expect(existsSync(deep)).toBe(true);
});

test('fails where a file, or a link that leads nowhere, has the name of the folder or of one above it', async () => {
  writeFileSync(join(root, 'file'), '');
  symlinkSync(join(root, 'nowhere'), join(root, 'link'));
  await expect(makeFolder(join(root, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeFolder(join(root, 'file', 'x'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  await expect(makeFolder(join(root, 'link'))).rejects.toMatchObject({ code: 'ENOENT' });
});

// Node's own recursive way never returns there
test('fails where no folder can be made, such as in /proc', async () => {
  await expect(makeFolder('/proc/hpdm/x')).rejects.toMatchObject({ code: 'ENOENT' });
});
