import { expect, test } from '@jest/globals';
import { utf8Text } from '../../../dsl/document/utf8-text.js';

test('bytes are read as they are, with a byte order mark', () => {
  expect(utf8Text('a.csv', Buffer.from('\ufeffpath: é😀.mp4\r\n'))).toBe('\ufeffpath: é😀.mp4\r\n');
});

test.each([
  ['text in UTF-16', Buffer.from('\ufeffhpdm: 1', 'utf16le')],
  ['bytes that are not UTF-8', Buffer.from('path: \u00e9.mp4', 'latin1')],
])('%s is refused, as other letters would name other files', (what, bytes) => {
  expect(() => utf8Text('b.yaml', bytes)).toThrow(new RegExp(`b\\.yaml {2}E_FILE[^]*UTF-8\n +got +${what}`));
});
