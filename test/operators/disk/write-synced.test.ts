import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { writeSynced } from '../../../operators/disk/write-synced.js';
import { scratch } from './scratch.js';

const folder = scratch();

test('chunks follow one another, and a file that exists is not written over', async () => {
  const path = join(folder.path, 'a.txt');
  await writeSynced(path, [Buffer.from('one '), Buffer.from('two')]);
  expect(readFileSync(path, 'utf8')).toBe('one two');
  await expect(writeSynced(path, [Buffer.from('other')])).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readFileSync(path, 'utf8')).toBe('one two');
});
