import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { refuseTaken } from '../../../operators/disk/refuse-taken.js';
import { scratch } from './scratch.js';

const folder = scratch();

test.each([
  ['a folder', '', {}, /E_IS_FOLDER/],
  ['a file that must not be replaced', 'a.txt', { overwrite: false }, /E_EXISTS[^]*overwrite: true/],
  ['a device', '/dev/null', {}, /E_EXISTS[^]*\/dev\/null, which is a device or a pipe/],
])('%s is refused', async (_, name, options, message) => {
  writeFileSync(join(folder.path, 'a.txt'), 'old');
  const path = name.startsWith('/') ? name : join(folder.path, name);
  await expect(refuseTaken(path, { place: 'with.path', ...options })).rejects.toThrow(message);
});

test('a file that may be replaced is not refused, nor is one that is not there', async () => {
  writeFileSync(join(folder.path, 'a.txt'), 'old');
  await expect(refuseTaken(join(folder.path, 'a.txt'), { place: 'with.path' })).resolves.toBeUndefined();
  await expect(refuseTaken(join(folder.path, 'b.txt'), { place: '', overwrite: false })).resolves.toBeUndefined();
});
