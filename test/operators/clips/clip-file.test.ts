import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ClipFile } from '../../../operators/clips/clip-file.js';
import { HEADER_BYTES, readStored } from '../../../operators/clips/stored-clip.js';
import { put, scratchFolder } from './media-files.js';

const form = { height: 1, width: 2, channels: 1 };

test('a file has its name when it is complete, not before', async () => {
  const folder = scratchFolder();
  const path = join(folder, 'ab', 'c.safetensors');
  const file = await ClipFile.begin(folder, path);
  await file.write(Uint8Array.of(1, 2, 3, 4, 5, 6));
  expect(readdirSync(join(folder, 'ab'))).toEqual([]);
  const stored = await file.complete({ ...form, rate: 8 });
  expect(stored).toEqual({ file: path, shape: [3, 1, 2, 1], rate: 8 });
  expect(readStored(path)).toEqual(stored);
  expect([...readFileSync(path).subarray(HEADER_BYTES)]).toEqual([1, 2, 3, 4, 5, 6]);
  await file.discard();
  expect(readdirSync(folder)).toEqual(['ab']);
  expect(readdirSync(join(folder, 'ab'))).toEqual(['c.safetensors']);
});

test('nothing is left of a file without frames, and of one that is given up', async () => {
  const folder = scratchFolder();
  const empty = await ClipFile.begin(folder, join(folder, 'a.safetensors'));
  expect(await empty.complete(form)).toBeUndefined();
  const begun = await ClipFile.begin(folder, join(folder, 'b.safetensors'));
  await begun.discard();
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that cannot be written to is named', async () => {
  const folder = join(put(scratchFolder(), 'file'), 'inside');
  await expect(ClipFile.begin(folder, join(folder, 'a'))).rejects.toMatchObject({ code: 'E_OUTPUT_WRITE' });
});
