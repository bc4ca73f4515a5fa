import { readFileSync } from 'node:fs';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { HpdmError, type Place } from './error.js';

/** Keys and indices from the root of a document to a value. */
export type Trail = readonly (string | number)[];

/** A parsed YAML or JSON file and where everything in it was written. */
export interface Source {
  readonly file: string;
  readonly value: unknown;
  /** Where the value at the end of the trail was written; the nearest ancestor's place when it was not. */
  place(this: void, trail: Trail): Place;
}

/**
 * Read and parse a YAML or JSON file.
 *
 * fails E_FILE when it cannot be read, E_SYNTAX with every syntax error in it
 */
export function readSource(file: string): Source {
  return parseSource(file, readText(file));
}

/** Parse YAML or JSON text; `file` is only named in messages. */
export function parseSource(file: string, text: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new HpdmError(
      document.errors.map((error) => ({
        code: 'E_SYNTAX',
        place: { file, ...position(lines, error.pos[0]) },
        message: error.message.split('\n')[0] ?? '',
        try: 'check indentation, quotes and colons around this line',
      })),
    );
  }
  const place = (trail: Trail): Place => {
    const offset = offsetOf(document, trail);
    return offset === undefined ? { file } : { file, ...position(lines, offset) };
  };
  return { file, value: document.toJS() as unknown, place };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
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

const position = (lines: LineCounter, offset: number): { line: number; column: number } => {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
};

/** Character offset of a key (in a map) or an element (in a list), following the trail as far as it goes. */
function offsetOf(document: Document, trail: Trail): number | undefined {
  let node = document.contents;
  let offset = node?.range?.[0];
  for (const step of trail) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (pair === undefined) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(node) && typeof step === 'number') {
      node = (node.items[step] ?? null) as Node | null;
      offset = node?.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}
