import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sizeOf } from '../../../operators/disk/size-of.js';
import { scratch } from './scratch.js';

const folder = scratch();

test('the bytes of a file, and of the files in a folder that count', async () => {
  writeFileSync(join(folder.path, 'a.ts'), 'abc');
  writeFileSync(join(folder.path, 'b.txt'), 'abcd');
  mkdirSync(join(folder.path, 'inner'));
  expect(await sizeOf(join(folder.path, 'a.ts'))).toBe(3);
  expect(await sizeOf(folder.path)).toBe(7);
  expect(await sizeOf(folder.path, (name) => name.endsWith('.ts'))).toBe(3);
});

test('nothing and a device have no size', async () => {
  expect(await sizeOf(join(folder.path, 'nothing'))).toBeUndefined();
  expect(await sizeOf('/dev/null')).toBeUndefined();
});
