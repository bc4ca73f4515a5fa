import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { replacedName, replaceFolder } from '../../../operators/disk/replace-folder.js';
import { temporaryPrefix } from '../../../operators/disk/sweep-abandoned.js';
import { gone, scratch } from './scratch.js';

const folder = scratch();
const target = (): string => join(folder.path, 'step');
const both = (text: string): Record<string, Uint8Array[]> => ({ a: [Buffer.from(text)], b: [Buffer.from(text)] });
const contents = (path: string): string[] =>
  readdirSync(path)
    .sort()
    .map((name) => `${name} ${readFileSync(join(path, name), 'utf8')}`);

test('a folder takes the place of an older one with other files, and nothing stays beside it', async () => {
  mkdirSync(target());
  writeFileSync(join(target(), 'c'), 'old');
  await replaceFolder(target(), both('new'));
  expect(contents(target())).toEqual(['a new', 'b new']);
  expect(readdirSync(folder.path)).toEqual(['step']);
});

test('parents that are not there are made', async () => {
  await replaceFolder(join(folder.path, 'x', 'y', 'step'), both('new'));
  expect(contents(join(folder.path, 'x', 'y', 'step'))).toEqual(['a new', 'b new']);
});

test('at every moment a folder stands under one of its two names', async () => {
  await replaceFolder(target(), both('0'));
  const seen: string[][] = [];
  let next: NodeJS.Immediate | undefined;
  const look = (): void => {
    seen.push(readdirSync(folder.path));
    next = setImmediate(look);
  };
  look();
  for (let i = 1; i <= 30; i++) await replaceFolder(target(), both(`${i}`));
  clearImmediate(next);
  expect(seen.filter((names) => !names.includes('step') && !names.includes(replacedName('step')))).toEqual([]);
  expect(seen.length).toBeGreaterThan(100);
  expect(contents(target())).toEqual(['a 30', 'b 30']);
});

test('an error half way leaves the old folder and no other', async () => {
  await replaceFolder(target(), both('old'));
  const broken = function* (): Generator<Uint8Array> {
    yield Buffer.from('new');
    throw new Error('no more');
  };
  await expect(replaceFolder(target(), { a: [Buffer.from('new')], b: broken() })).rejects.toThrow('no more');
  expect(contents(target())).toEqual(['a old', 'b old']);
  expect(readdirSync(folder.path)).toEqual(['step']);
});

test('after a process was killed between the two renames, or with files half written, the next one goes on', async () => {
  await replaceFolder(target(), both('old'));
  renameSync(target(), replacedName(target()));
  mkdirSync(join(folder.path, `${temporaryPrefix('step').replace(`-${process.pid}-`, `-${gone()}-`)}0`));
  await replaceFolder(target(), both('new'));
  expect(contents(target())).toEqual(['a new', 'b new']);
  expect(readdirSync(folder.path)).toEqual(['step']);
});

test('a path below a file is a failed run, and says what else the caller knows', async () => {
  writeFileSync(target(), '');
  const attempt = replaceFolder(join(target(), 'x'), both('new'), { note: 'nothing is lost' });
  await expect(attempt).rejects.toMatchObject({ code: 'E_OUTPUT_WRITE', exitCode: 3 });
  await expect(attempt).rejects.toThrow(/part of the path is a file[^]*try +.*; nothing is lost/);
});
