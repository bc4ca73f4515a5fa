import type { Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { Fault } from '../../../dsl/index.js';

const WORD = `"[^"]*"|'[^']*'|[^\\s,:{}[\\]#]+`;
/** What is marked at a place: a word or, where it is a key, the key with its value. */
const MARKED = new RegExp(`^(?:${WORD})(?:\\s*:\\s+(?:${WORD}))?`);

/** The faults of a file at their places in its text; those of other files are left out. */
export const diagnosticsOf = (faults: readonly Fault[], file: string, doc: Text): Diagnostic[] =>
  faults
    .filter(({ place }) => place?.file === file)
    .map((fault): Diagnostic => {
      const { line = 1, column = 1 } = fault.place ?? {};
      const row = doc.line(Math.min(line, doc.lines));
      const from = Math.min(row.from + column - 1, row.to);
      const word = MARKED.exec(row.text.slice(from - row.from))?.[0] ?? '';
      return { from, to: from + word.length, severity: 'error', source: fault.code, message: messageOf(fault) };
    });

const messageOf = ({ message, expected, got, try: advice }: Fault): string =>
  [
    message,
    expected === undefined ? undefined : `expected  ${expected}`,
    got === undefined ? undefined : `got  ${got}`,
    advice === undefined ? undefined : `try  ${advice}`,
  ]
    .filter((row) => row !== undefined)
    .join('\n');
