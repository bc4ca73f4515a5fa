import { HpdmError } from '../fault/fault.js';

/**
 * The text of a file's bytes, with its byte order mark. Text with other letters than those that were written would name other files.
 *
 * fails E_FILE if the bytes are not UTF-8
 */
export function utf8Text(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const [a, b] = bytes;
    const utf16 = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
    throw new HpdmError({
      code: 'E_FILE',
      place: { file },
      expected: 'text in UTF-8',
      got: utf16 ? 'text in UTF-16' : 'bytes that are not UTF-8',
      try: 'save it as UTF-8',
    });
  }
}
