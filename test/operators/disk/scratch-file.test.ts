import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, expect, test } from '@jest/globals';
import { ScratchFile } from '../../../operators/disk/scratch-file.js';

let file: ScratchFile | undefined;
afterEach(() => {
  file?.close();
  file = undefined;
});

test('numbers are read from where they were written, in any order and in parts', () => {
  file = new ScratchFile();
  file.write(4, new Float32Array([5, 6, 7]));
  file.write(0, new Float32Array([1, 2, 3, 4]));
  const read = new Float32Array(4);
  file.read(2, read);
  expect([...read]).toEqual([3, 4, 5, 6]);
});

test('bytes are read from where they were written', () => {
  file = new ScratchFile();
  file.write(0, new Uint8Array([1, 2, 3]));
  file.write(3, new Uint8Array([4]));
  const read = new Uint8Array(2);
  file.read(2, read);
  expect([...read]).toEqual([3, 4]);
});

test('a place where nothing was written is an error', () => {
  file = new ScratchFile();
  file.write(0, new Float32Array([1]));
  expect(() => file?.read(0, new Float32Array(2))).toThrow('nothing is written at 0');
});

test('it has no name, so nothing is left of it however the process ends', () => {
  file = new ScratchFile();
  if (process.platform === 'win32') return;
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`hpdm-${process.pid}-`))).toEqual([]);
});
