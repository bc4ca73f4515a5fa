import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { hashOf } from '../../../operators/disk/hash-of.js';

test('is the SHA-256 of the bytes; a file that is not there is an error', async () => {
  const expected = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  expect(await hashOf('package-lock.json')).toBe(expected);
  await expect(hashOf('nowhere')).rejects.toThrow(/ENOENT/);
});
