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

test.each([
  ['text in UTF-16', Buffer.from('\ufeffhpdm: 1', 'utf16le')],
  ['bytes that are not UTF-8', Buffer.from('path: \u00e9.mp4', 'latin1')],
])('%s is refused, as other letters would name other files', (what, bytes) => {
  writeFileSync(join(folder, 'b.yaml'), bytes);
  expect(() => readText(join(folder, 'b.yaml'))).toThrow(new RegExp(`E_FILE[^]*UTF-8\n +got +${what}`));
});
