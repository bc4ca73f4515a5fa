import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Destination } from '../../../operators/disk/destination.js';
import { scratch } from './scratch.js';

const folder = scratch();
const place = 'nodes.write.with.path';
const at = (...names: string[]): string => join(folder.path, ...names);

test('an output has its name only when all of it is written', async () => {
  const destination = await Destination.open(at('new', 'folder'), 'a.txt', { place });
  await destination.write('a.txt', Buffer.from('whole'));
  expect(existsSync(at('new', 'folder', 'a.txt'))).toBe(false);
  await destination.commit();
  expect(readFileSync(at('new', 'folder', 'a.txt'), 'utf8')).toBe('whole');
  expect(readdirSync(at('new', 'folder'))).toEqual(['a.txt']);
});

test('what is given up leaves nothing, not even the folders that were made for it', async () => {
  const destination = await Destination.open(at('new', 'folder'), 'a.txt', { place });
  await destination.write('a.txt', Buffer.from('half'));
  await destination.discard();
  expect(readdirSync(folder.path)).toEqual([]);
});

test('files of the output that it replaces are removed, others stay', async () => {
  for (const name of ['1.png', '2.png', 'notes.txt']) writeFileSync(at(name), 'old');
  const destination = await Destination.open(folder.path, '1.png', { place, siblings: /\.png$/ });
  await destination.write('1.png', Buffer.from('new'));
  await destination.commit();
  expect(readdirSync(folder.path).sort()).toEqual(['1.png', 'notes.txt']);
});

test.each([
  ['an existing file that must not be replaced', 'a.txt', { overwrite: false }, 'E_EXISTS'],
  ['a name that a folder has', '.', {}, 'E_IS_FOLDER'],
])('%s is refused before anything is written', async (_, name, options, code) => {
  writeFileSync(at('a.txt'), 'old');
  await expect(Destination.open(folder.path, name, { place, ...options })).rejects.toMatchObject({ code });
  expect(readdirSync(folder.path)).toEqual(['a.txt']);
});

test('a symbolic link stays, and the file that it leads to is replaced, without a temporary file beside the link', async () => {
  mkdirSync(at('other'));
  writeFileSync(at('other', 'real.txt'), 'old');
  symlinkSync('other/real.txt', at('a.txt'));
  const destination = await Destination.open(folder.path, 'a.txt', { place });
  await destination.write('a.txt', Buffer.from('new'));
  expect(readdirSync(folder.path).sort()).toEqual(['a.txt', 'other']);
  await destination.commit();
  expect(readFileSync(at('other', 'real.txt'), 'utf8')).toBe('new');
  expect(lstatSync(at('a.txt')).isSymbolicLink()).toBe(true);
  expect(readdirSync(at('other'))).toEqual(['real.txt']);
});

test('a pipe is not replaced by a file', async () => {
  execFileSync('mkfifo', [at('pipe')]);
  await expect(Destination.open(folder.path, 'pipe', { place })).rejects.toThrow(/E_EXISTS[^]*device or a pipe/);
  expect(readdirSync(folder.path)).toEqual(['pipe']);
});
