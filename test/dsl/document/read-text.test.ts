import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readText } from '../../../dsl/document/read-text.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-text-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a file is read as it is', () => {
  writeFileSync(join(folder, 'a.yaml'), 'path: é😀.mp4\r\n');
  expect(readText(join(folder, 'a.yaml'))).toBe('path: é😀.mp4\r\n');
});

test('a file that cannot be read says why', () => {
  expect(() => readText('nowhere.yaml')).toThrow(/nowhere\.yaml {2}E_FILE[^]*no such file/);
  expect(() => readText('.')).toThrow(/E_FILE[^]*got +a folder/);
});

test('a file that is not UTF-8 is refused', () => {
  writeFileSync(join(folder, 'b.yaml'), Buffer.from('path: \u00e9.mp4', 'latin1'));
  expect(() => readText(join(folder, 'b.yaml'))).toThrow(/b\.yaml {2}E_FILE[^]*not UTF-8/);
});
