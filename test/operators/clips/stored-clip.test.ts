import { writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { readSafetensors } from '../../../operators/disk/safetensors.js';
import { formatStoredHeader, HEADER_BYTES, readStored } from '../../../operators/clips/stored-clip.js';
import { put, scratchFolder } from './media-files.js';

const folder = scratchFolder();

test('decoded frames are a safetensors file with one tensor, whose bytes begin at a fixed place', async () => {
  const file = `${folder}/a.safetensors`;
  const stored = { file, shape: [2, 1, 2, 3] as const, rate: 29.97, damage: 'übel\n'.repeat(100) };
  const header = formatStoredHeader(stored);
  expect(header).toHaveLength(HEADER_BYTES);
  writeFileSync(file, Buffer.concat([header, Buffer.from([...Array(12).keys()])]));
  const { tensors } = await readSafetensors(file);
  expect(tensors['frames']).toMatchObject({ dtype: 'U8', shape: [2, 1, 2, 3] });
  expect([...(tensors['frames']?.data ?? [])]).toEqual([...Array(12).keys()]);
  const { damage, ...rest } = readStored(file) ?? {};
  expect(rest).toEqual({ file, shape: [2, 1, 2, 3], rate: 29.97 });
  expect(damage).toMatch(/^\?bel\?\?bel/);
});

test('what is missing or damaged counts as not decoded', () => {
  expect(readStored(`${folder}/none`)).toBeUndefined();
  const header = formatStoredHeader({ file: 'x', shape: [2, 1, 2, 3] });
  expect(readStored(put(folder, 'short', Buffer.concat([header, Buffer.alloc(11)])))).toBeUndefined();
  expect(readStored(put(folder, 'zeros', Buffer.alloc(600)))).toBeUndefined();
});
