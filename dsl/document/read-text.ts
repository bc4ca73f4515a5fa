import { readFileSync, statSync } from 'node:fs';
import { HpdmError } from '../fault/fault.js';
import { utf8Text } from './utf8-text.js';

/** What was read of pipes, which give it once: `hpdm check <(envsubst < template)`. */
const piped = new Map<string, string>();

/**
 * Read a file as text; a pipe is read once, and remembered.
 * fails E_FILE if it cannot be read, or is not UTF-8
 */
export function readText(file: string): string {
  try {
    const text = piped.get(file) ?? utf8Text(file, readFileSync(file));
    if (!statSync(file).isFile()) piped.set(file, text);
    return text;
  } catch (error) {
    if (error instanceof HpdmError) throw error;
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    const why: Record<string, string> = {
      ENOENT: 'no such file',
      EISDIR: 'a folder',
      EACCES: 'no permission to read it',
    };
    throw new HpdmError({
      code: 'E_FILE',
      place: { file },
      expected: 'a YAML or JSON document',
      got: why[reason] ?? reason,
      try: 'check the path; it is relative to the working folder, or to the document that names it',
    });
  }
}
