import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { EARLIER, removeEarlier, setAside } from '../../../operators/training/set-aside.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
const put = (...names: string[]): void => {
  for (const name of names) {
    if (name.startsWith('step-')) mkdirSync(join(folder.path, name));
    else writeFileSync(join(folder.path, name), name);
  }
};
const aside = (): string[] => readdirSync(join(folder.path, EARLIER)).sort();

test("what a run wrote is moved aside; what is the user's own stays", async () => {
  put('step-0000010', 'metrics.jsonl', 'report.html', 'notes.txt');
  await setAside(folder.path);
  expect(readdirSync(folder.path).sort()).toEqual([EARLIER, 'notes.txt']);
  expect(aside()).toEqual(['metrics.jsonl', 'report.html', 'step-0000010']);
  await removeEarlier(folder.path);
  expect(existsSync(join(folder.path, EARLIER))).toBe(false);
});

test('checkpoints that are aside stay when the run after them wrote none', async () => {
  put('step-0000010');
  await setAside(folder.path);
  put('metrics.jsonl');
  await setAside(folder.path);
  expect(aside()).toEqual(['metrics.jsonl', 'step-0000010']);
  put('step-0000020');
  await setAside(folder.path);
  expect(aside()).toEqual(['step-0000020']);
});
