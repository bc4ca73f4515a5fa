import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { replaceFile } from '../../../operators/disk/replace-file.js';
import { temporaryPrefix } from '../../../operators/disk/sweep-abandoned.js';
import { gone, scratch, withSmallDisk } from './scratch.js';

const folder = scratch();
const at = (...names: string[]): string => join(folder.path, ...names);

test('the chunks stand under the name, in order, and nothing beside it', async () => {
  writeFileSync(at('a.txt'), 'a much longer text than the new one');
  await replaceFile(at('a.txt'), [Buffer.from('one '), Buffer.from('two')]);
  expect(readFileSync(at('a.txt'), 'utf8')).toBe('one two');
  expect(readdirSync(folder.path)).toEqual(['a.txt']);
});

test('an error half way leaves the old file and no other', async () => {
  writeFileSync(at('a.txt'), 'old');
  const broken = function* (): Generator<Uint8Array> {
    yield Buffer.from('new');
    throw new Error('no more');
  };
  await expect(replaceFile(at('a.txt'), broken())).rejects.toThrow('no more');
  expect(readFileSync(at('a.txt'), 'utf8')).toBe('old');
  expect(readdirSync(folder.path)).toEqual(['a.txt']);
});

test('what a killed process left of the same file goes', async () => {
  writeFileSync(at(temporaryPrefix('a.txt').replace(`-${process.pid}-`, `-${gone()}-`)), 'half');
  await replaceFile(at('a.txt'), [Buffer.from('whole')]);
  expect(readdirSync(folder.path)).toEqual(['a.txt']);
});

test.each([
  ['a folder that is not there', ['none', 'a.txt'], /no such folder[^]*try +make the folder/],
  ['a name that a folder has', ['taken'], /a folder has that name[^]*try +another name/],
  ['a path below a file', ['file', 'a.txt'], /part of the path is a file[^]*try +/],
  ['a name that is too long', ['x'.repeat(300)], /too long[^]*try +a shorter name/],
])('%s: a failed run that says what to do', async (_, names, message) => {
  mkdirSync(at('taken'));
  writeFileSync(at('file'), '');
  const attempt = replaceFile(at(...names), [Buffer.from('x')]);
  await expect(attempt).rejects.toMatchObject({ code: 'E_OUTPUT_WRITE', exitCode: 3 });
  await expect(attempt).rejects.toThrow(message);
  expect(readdirSync(folder.path).sort()).toEqual(['file', 'taken']);
});

test('a full disk is said, and the old file stays (tried where a small disk can be mounted)', async () => {
  const mounted = await withSmallDisk(folder.path, async () => {
    writeFileSync(at('a.txt'), 'old');
    const attempt = replaceFile(at('a.txt'), [Buffer.alloc(100_000)], { path: 'nodes.a.with.path' });
    await expect(attempt).rejects.toMatchObject({ code: 'E_DISK_FULL', exitCode: 3 });
    await expect(attempt).rejects.toThrow(/nodes\.a\.with\.path[^]*no space left in [^]*try +free some space/);
    expect(readFileSync(at('a.txt'), 'utf8')).toBe('old');
    expect(readdirSync(folder.path)).toEqual(['a.txt']);
  });
  expect(mounted || process.getuid?.() !== 0 || process.platform !== 'linux').toBe(true);
});

(process.platform === 'win32' ? test.skip : test)('a pipe is written to, not replaced', async () => {
  execFileSync('mkfifo', [at('pipe')]);
  const reader = spawn('cat', [at('pipe')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const read = text(reader.stdout); // when a process ends, Node discards what nobody has begun to read
  await replaceFile(at('pipe'), [Buffer.from('through')]);
  expect(await read).toBe('through');
  expect(readdirSync(folder.path)).toEqual(['pipe']);
});
