import { resolve } from 'node:path';
import { formatTrail } from '../document/decode.js';
import { namesIn } from '../document/names-in.js';
import type { ParameterDocument } from '../document/pipeline-document.js';
import type { Source, Trail } from '../document/source.js';
import { HpdmError, type Fault } from '../fault/fault.js';
import { nearest } from '../fault/nearest.js';
import { ownEntry } from '../fault/own-entry.js';
import { openFault, substitute } from './substitute.js';

/** Where a default is written. */
interface Standing {
  readonly source: Source;
  readonly trail: Trail;
  /** All parameters of its graph. */
  readonly params: Readonly<Record<string, ParameterDocument>>;
  /** The parameters whose defaults lead to this one, and its own last. */
  readonly readers: readonly string[];
}

/** The value of a parameter; undefined for one that has a fault. */
type Bind = (name: string, declaration: ParameterDocument, readers: readonly string[]) => unknown;

/**
 * The value of a default: `${name}` in it is the value of another parameter. Undefined where that one has a fault.
 *
 * fails E_PARAM_UNKNOWN, E_PARAM_OPEN; E_PARAM_DEFAULT where a default leads back to itself
 */
export function defaultOf(written: unknown, bind: Bind, { source, trail, params, readers }: Standing): unknown {
  const faults: Fault[] = [];
  const at = (part: Trail) => ({ place: source.place([...trail, ...part]), path: formatTrail([...trail, ...part]) });
  const read = namesIn(written).flatMap((name): [string, unknown][] => {
    const declaration = ownEntry(params, name);
    if (declaration === undefined) return [];
    if (!readers.includes(name)) return [[name, bind(name, declaration, readers)]];
    const expected = 'a default that does not lead back to itself';
    const got = [...readers.slice(readers.indexOf(name)), name].join(' → ');
    throw new HpdmError({ code: 'E_PARAM_DEFAULT', ...at([]), expected, got, try: 'write one of the values out' });
  });
  const known = Object.fromEntries(read.filter(([, value]) => value !== undefined));
  const folder = folderIn(written, readers, params);
  if (folder !== undefined && known[folder] !== undefined) known[folder] = resolve(known[folder] as string);
  const names = Object.keys(params);
  const value = substitute(written, known, {
    unknown: (name, part) => {
      if (Object.hasOwn(params, name)) return;
      const near = nearest(name, names);
      const hint = near === undefined ? `$\${${name}}, if the text itself is meant` : `did you mean "${near}"?`;
      const got = `\${${name}}`;
      faults.push({ code: 'E_PARAM_UNKNOWN', ...at(part), expected: 'another parameter', got, try: hint });
    },
    open: (text, part) => faults.push({ ...at(part), ...openFault(text, names) }),
  });
  if (faults.length > 0) throw new HpdmError(faults);
  return value;
}

/** The path with which a file begins, if it does: a path starts at the working folder, and a file's own name at the document. */
function folderIn(written: unknown, readers: readonly string[], params: Standing['params']): string | undefined {
  const own = params[readers.at(-1) ?? ''];
  if (typeof written !== 'string' || (own?.type !== 'file' && own?.type !== 'cascade')) return undefined;
  const name = /^\$\{([^}]*)\}/.exec(written)?.[1] ?? '';
  return ownEntry(params, name)?.type === 'path' ? name : undefined;
}
