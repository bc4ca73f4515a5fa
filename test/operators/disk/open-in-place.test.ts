import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, lstatSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { isSpecial, openInPlace } from '../../../operators/disk/open-in-place.js';
import { scratch } from './scratch.js';

const folder = scratch();
const at = (name: string): string => join(folder.path, name);
const place = 'with.path';

test('the other name of a file keeps what it has', async () => {
  writeFileSync(at('original.ts'), 'old');
  linkSync(at('original.ts'), at('a.ts'));
  await openInPlace(folder.path, 'a.ts', { place });
  writeFileSync(at('a.ts'), 'new');
  expect(readFileSync(at('original.ts'), 'utf8')).toBe('old');
});

test('a symbolic link stays, without the file that it leads to', async () => {
  writeFileSync(at('real.ts'), 'old');
  symlinkSync('real.ts', at('a.ts'));
  await openInPlace(folder.path, 'a.ts', { place });
  expect(existsSync(at('real.ts'))).toBe(false);
  expect(lstatSync(at('a.ts')).isSymbolicLink()).toBe(true);
});

test('other files of the output are removed, the rest stays', async () => {
  for (const name of ['a.m3u8', 'a-1.ts', 'b-1.ts']) writeFileSync(at(name), 'old');
  await openInPlace(folder.path, 'a.m3u8', { place, siblings: /^a-/ });
  expect(readdirSync(folder.path)).toEqual(['b-1.ts']);
});

test('a pipe stays; a folder, and a file that must not be replaced, are refused', async () => {
  execFileSync('mkfifo', [at('pipe')]);
  await openInPlace(folder.path, 'pipe', { place, overwrite: false });
  expect(await isSpecial(at('pipe'))).toBe(true);
  writeFileSync(at('a.ts'), 'old');
  await expect(openInPlace(folder.path, 'a.ts', { place, overwrite: false })).rejects.toMatchObject({
    code: 'E_EXISTS',
  });
  await expect(openInPlace(folder.path, '.', { place })).rejects.toMatchObject({ code: 'E_IS_FOLDER' });
  await expect(openInPlace(at('a.ts'), 'b.ts', { place })).rejects.toMatchObject({ code: 'E_FOLDER' });
});
