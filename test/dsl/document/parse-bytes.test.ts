import { expect, test } from '@jest/globals';
import { parseBytes } from '../../../dsl/document/parse-bytes.js';

test.each([
  ['1B', 1],
  ['2GiB', 2 ** 31],
  ['512 MiB', 2 ** 29],
  ['1.5GB', 1.5e9],
  ['0.1kB', 100],
])('%s is %d bytes', (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});

test.each(['', '2048', 'GiB', '2 gib', '-1MB', '1e3MB', '2GiB of memory'])('"%s" is no size', (text) => {
  expect(parseBytes(text)).toBeUndefined();
});
