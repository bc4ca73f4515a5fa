import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { replacedName } from '../../../operators/disk/replace-folder.js';
import {
  checkpoints,
  folderName,
  latestCheckpoint,
  MODEL,
  removeCheckpoints,
} from '../../../operators/training/checkpoints.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
const put = (...steps: number[]): void => {
  for (const step of steps) {
    mkdirSync(join(folder.path, folderName(step)));
    writeFileSync(join(folder.path, folderName(step), MODEL), '');
  }
};

test('checkpoints are listed oldest first; nothing else counts', () => {
  put(1000, 20, 9);
  for (const other of ['step-x', '.step-0000030.part-1-0', 'notes']) mkdirSync(join(folder.path, other));
  expect(checkpoints(folder.path)).toEqual(['step-0000009', 'step-0000020', 'step-0001000']);
  expect(checkpoints(join(folder.path, 'none'))).toEqual([]);
});

test('the newest, one of a step, or the folder itself; no checkpoint is an error that lists what is there', () => {
  put(10, 20);
  expect(latestCheckpoint(folder.path)).toBe(join(folder.path, 'step-0000020'));
  expect(latestCheckpoint(folder.path, 10)).toBe(join(folder.path, 'step-0000010'));
  expect(latestCheckpoint(join(folder.path, 'step-0000010'))).toBe(join(folder.path, 'step-0000010'));
  expect(() => latestCheckpoint(folder.path, 15)).toThrow(/E_CHECKPOINT_MISSING[^]*step-0000015[^]*step-0000010, step/);
  expect(() => latestCheckpoint(join(folder.path, 'none'))).toThrow(/E_CHECKPOINT_MISSING[^]*none[^]*train one first/);
});

test('a checkpoint that was to be replaced when the process was killed is found, by number and by path', () => {
  put(10, 20);
  const [path, old] = [join(folder.path, folderName(20)), join(folder.path, replacedName(folderName(20)))];
  renameSync(path, old);
  expect(latestCheckpoint(folder.path)).toBe(old);
  expect(latestCheckpoint(folder.path, 20)).toBe(old);
  expect(latestCheckpoint(path)).toBe(old);
  put(20);
  expect(checkpoints(folder.path)).toEqual(['step-0000010', 'step-0000020']);
  expect(latestCheckpoint(folder.path)).toBe(path);
});

test('the newest stay; older ones and what was replaced go', async () => {
  put(10, 20, 30);
  mkdirSync(join(folder.path, replacedName(folderName(30))));
  mkdirSync(join(folder.path, 'notes'));
  await removeCheckpoints(folder.path, 2);
  expect(readdirSync(folder.path).sort()).toEqual(['notes', 'step-0000020', 'step-0000030']);
});
