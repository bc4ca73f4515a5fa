import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isMap, parse, parseDocument } from 'yaml';
import type { Fault } from '../../../dsl/index.js';

type Steps = readonly (string | number)[];

/** What a `try` line says to write. */
export interface Change {
  /** `name=value` of `--set`. */
  readonly set?: readonly [name: string, value: string];
  /** Values to write into the document, each by its path. */
  readonly written?: readonly (readonly [path: Steps, value: unknown])[];
  /** A key to rename. */
  readonly renamed?: readonly [path: Steps, name: string];
}

/** Keys that stand at the root of a document. */
const ROOT = ['limits', 'params', 'nodes', 'out', 'in', 'graphs', 'use', 'hpdm', 'condition'];
/** Faults at a key, which is not the right one. */
const OF_KEYS = /^E_(UNKNOWN_KEY|\w+_UNKNOWN|BODY_OUTPUT)$/;
/** `key: value`, with a remark in brackets, before the end, another alternative or a further change. */
const ENTRY =
  /^([\w.[\]-]+): (\[[^\]]*\]|\{.*?\}(?=;|,|$)|"[^"]*"|'[^']*'|[^\s,;]+)(?: \([^)]*\))?(?=$|;|, | or )(; )?/;
/** Words that only the user can fill in. */
const OPEN = /\b(?!E_)[A-Z]{3,}\b|…|<[a-z]/;

/**
 * The change that a fault's `try` line describes, the first if it names several alternatives; undefined if it explains in words, or
 * leaves something for the user to fill in.
 *
 * @param file the document in which the change is to be made
 */
export function changeOf(fault: Fault, file: string): Change | undefined {
  const { try: text = '', path = '', place } = fault;
  const [, name, value] = /^--set ([\w-]+)=(\S+)$/.exec(text) ?? [];
  if (OPEN.test(text)) return undefined;
  if (name !== undefined && value !== undefined) return { set: [name, value] };
  if (resolve(place?.file ?? '') !== resolve(file)) return undefined;
  const [, meant] = /^did you mean "(.+)"\?$/.exec(text) ?? [];
  if (meant === undefined) return entriesOf(text, path);
  if (OF_KEYS.test(fault.code) && !path.endsWith('.op')) return renaming(fault, meant);
  return fault.code === 'E_SHAPE' || path.endsWith('.op') ? { written: [[steps(path), meant]] } : undefined;
}

/** An unknown output is part of a reference, not a key. */
const renaming = ({ code, path = '' }: Fault, name: string): Change | undefined =>
  code === 'E_OUTPUT_UNKNOWN' || code === 'E_GRAPH_UNKNOWN' || code === 'E_PARAM_UNKNOWN'
    ? undefined
    : { renamed: [steps(path), name] };

function entriesOf(text: string, at: string): Change | undefined {
  const written: [Steps, unknown][] = [];
  let rest = text;
  for (let more = true; more;) {
    const found: RegExpExecArray | null = ENTRY.exec(rest);
    if (found === null || found[1] === 'known') return undefined;
    const [entry, key = '', yaml = '', further] = found;
    written.push([pathOf(key, at), parse(yaml)]);
    rest = rest.slice(entry.length);
    more = further !== undefined;
  }
  return { written };
}

/** Where a key is to be written: at its own path, at that of the fault, beside it, or among the settings of its node. */
function pathOf(key: string, at: string): Steps {
  const [own, fault] = [steps(key), steps(at)];
  if (own.length > 1) return own;
  const inner = fault.lastIndexOf(key);
  if (inner >= 0) return fault.slice(0, inner + 1);
  if (ROOT.includes(key)) return own;
  const part = fault.findLastIndex((step) => step === 'with' || step === 'in');
  if (part >= 0) return [...fault.slice(0, part), 'with', key];
  // a list or a number of a map: what stands beside it
  return ['network', 'levels', 'noise'].includes(String(fault[0])) ? [...fault.slice(0, -1), key] : [...fault, key];
}

const steps = (path: string): Steps =>
  [...path.matchAll(/[^.[\]]+/g)].map(([step]) => (/^\d+$/.test(step) ? Number(step) : step));

/** The text of a document after a change. */
export function applied(file: string, { written = [], renamed }: Change): string {
  const document = parseDocument(readFileSync(file, 'utf8'), { merge: true });
  for (const [path, value] of written) {
    const before = document.getIn(path);
    // `with: { width: 8 }` is one of several settings
    if (isMap(before) && typeof value === 'object' && value !== null && !Array.isArray(value))
      for (const [key, inner] of Object.entries(value)) before.set(key, inner);
    else document.setIn(path, value);
  }
  if (renamed !== undefined) {
    const [path, name] = renamed;
    const value = document.getIn(path, true);
    document.deleteIn(path);
    document.setIn([...path.slice(0, -1), name], value);
  }
  return String(document);
}
