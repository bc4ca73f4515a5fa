import { existsSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CacheBudget } from '../../../operators/clips/cache-budget.js';
import { put, scratchFolder } from './media-files.js';

/** A folder of files of 10 bytes each, the first used longest ago. */
function folderOf(count: number): { readonly folder: string; readonly files: readonly string[] } {
  const folder = scratchFolder();
  const files = Array.from({ length: count }, (_, i) => put(folder, join('ab', `${i}.safetensors`), 'x'.repeat(10)));
  for (const [i, file] of files.entries()) utimesSync(file, i + 1, i + 1);
  return { folder, files };
}
const left = (folder: string): string[] => readdirSync(join(folder, 'ab')).map((name) => name.replace(/\..*/, ''));

describe('a folder of decoded clips with a limit', () => {
  test('loses the clips used longest ago, until the rest fits', async () => {
    const { folder, files } = folderOf(5);
    const budget = await CacheBudget.of(folder, 30);
    expect(budget.bytes).toBe(50);
    expect(await budget.use({}, [files[0] ?? ''])).toEqual([files[1], files[2]]);
    expect(left(folder)).toEqual(['0', '3', '4']);
    expect(budget.bytes).toBe(30);
  });

  test('never loses what a reader uses, and takes new files into account', async () => {
    const { folder, files } = folderOf(2);
    const budget = await CacheBudget.of(folder, 15);
    const [one, two] = [{}, {}];
    expect(await budget.use(one, [files[0] ?? ''])).toEqual([files[1]]);
    const fresh = put(folder, 'ab/new.safetensors', 'x'.repeat(10));
    expect(await budget.use(two, [fresh])).toEqual([]);
    expect(budget.bytes).toBe(20);
    budget.leave(one);
    expect(await budget.use(two, [fresh])).toEqual([files[0]]);
    expect(existsSync(fresh)).toBe(true);
  });

  test('remembers in a later run what an earlier one used', async () => {
    const { folder, files } = folderOf(3);
    await (await CacheBudget.of(folder, 30)).use({}, [files[0] ?? '']);
    const later = await CacheBudget.of(folder, 10);
    expect(await later.use({}, [])).toEqual([files[1], files[2]]);
  });
});

test('without a limit nothing is removed, and the bytes are counted', async () => {
  const { folder, files } = folderOf(3);
  const budget = await CacheBudget.of(folder, Infinity);
  expect(await budget.use({}, files)).toEqual([]);
  expect([budget.isNews(), budget.isNews()]).toEqual([true, false]);
  expect([budget.bytes, left(folder)]).toEqual([30, ['0', '1', '2']]);
});
