import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
  type Scalar,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { HpdmError, type Fault, type Place } from '../fault/fault.js';
import { firstLine } from '../fault/first-line.js';
import { readText } from './read-text.js';

/** The keys and indices from the root of a document to a value. */
export type Trail = readonly (string | number)[];

/** A parsed YAML or JSON file with the place of every value. */
export interface Source {
  readonly file: string;
  readonly value: unknown;
  /** The place of the value at the end of the trail; if it does not exist, that of its nearest ancestor. */
  place(this: void, trail: Trail): Place;
  /** Number of steps of the trail that exist in this source. */
  depth(this: void, trail: Trail): number;
}

/** Number of steps of a trail that exist in a value. */
export function stepsIn(value: unknown, trail: Trail): number {
  let [at, steps]: [unknown, number] = [value, 0];
  for (const step of trail) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) break;
    at = (at as Readonly<Record<string | number, unknown>>)[step];
    steps += 1;
  }
  return steps;
}

/** Read and parse one YAML or JSON file; fails E_FILE if it cannot be read or is not UTF-8, E_SYNTAX with its syntax errors. */
export function parseFile(file: string): Source {
  return parseSource(file, readText(file));
}

/** Parse YAML or JSON text; `file` is used in messages only. */
export function parseSource(file: string, text: string): Source {
  const lines = new LineCounter();
  // the parser would compare every key of a map with every other
  const document = parseDocument(text, { lineCounter: lines, merge: true, uniqueKeys: false });
  const repeated = repeatedKeys(document);
  if (repeated.length + document.errors.length > 0) throw syntaxError(file, text, lines, repeated, document.errors);
  refuseForeign(file, text, lines, document);
  const find = (trail: Trail) => findNode(document, trail);
  const place = (trail: Trail): Place => {
    const { offset } = find(trail);
    return offset === undefined ? { file } : { file, ...position(lines, offset) };
  };
  return {
    file,
    value: valueOf(document, file),
    place,
    depth: (trail) => find(trail).depth,
  };
}

/** Uses of anchors, each counted with what it holds: far beyond any document, and far below what fills memory. */
const MOST_ALIASES = 100_000;

/** The values of a document. fails E_SYNTAX when its aliases multiply to more than MOST_ALIASES */
function valueOf(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const expected = `at most ${MOST_ALIASES} uses of anchors, each counted with what it holds`;
    const got = 'more: aliases (*NAME) of what holds aliases itself';
    throw new HpdmError({ code: 'E_SYNTAX', place: { file }, expected, got, try: 'write some of them out' });
  }
}

/** fails E_SYNTAX where an alias has no anchor, and where a tag is not one of YAML's own: other programs give it a meaning. */
function refuseForeign(file: string, text: string, lines: LineCounter, document: Document.Parsed): void {
  const faults: Fault[] = [];
  visit(document, {
    Alias: (_, alias) => {
      const [offset] = alias.range ?? [0];
      const place = { file, ...position(lines, offset) };
      const got = `*${alias.source}`;
      const [from = 0, , to = 0] = alias.resolve(document)?.range ?? [Infinity];
      if (from < offset && offset < to) {
        const [expected, hint] = ['an alias that stands outside of its anchor', 'the name of another anchor'];
        faults.push({ code: 'E_SYNTAX', place, expected, got: `${got} within &${alias.source}`, try: hint });
      }
      if (from < Infinity) return;
      const hint = `in quotes where it is a text: '${got}'; else name an anchor (&NAME) that stands before it`;
      faults.push({ code: 'E_SYNTAX', place, expected: 'an alias (*NAME) of an anchor', got, try: hint });
    },
  });
  for (const { code, pos } of document.warnings) {
    if (code !== 'TAG_RESOLVE_FAILED') continue;
    const got = text.slice(pos[0], pos[1]).trim();
    const place = { file, ...position(lines, pos[0]) };
    faults.push({
      code: 'E_SYNTAX',
      place,
      expected: 'no tag (!NAME): hpdm knows none',
      got,
      try: 'write the value itself',
    });
  }
  if (faults.length > 0) throw new HpdmError(faults);
}

/** The keys that stand in a map a second time. */
function repeatedKeys(document: Document.Parsed): Scalar.Parsed[] {
  const repeated: Scalar.Parsed[] = [];
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) repeated.push(key as Scalar.Parsed);
        seen.add(key.value);
      }
    },
  });
  return repeated;
}

/** The faults of all repeated keys and of the first syntax error; the errors after it are usually consequences. */
function syntaxError(
  file: string,
  text: string,
  lines: LineCounter,
  repeated: readonly Scalar.Parsed[],
  errors: readonly YAMLError[],
): HpdmError {
  const twice = repeated.map(({ source, range }): Fault => ({
    code: 'E_SYNTAX',
    place: { file, ...position(lines, range[0]) },
    expected: 'every key once',
    got: `"${source}" again`,
    try: 'rename one of them, or remove it',
  }));
  const others = errors.slice(0, 1).map((error): Fault => {
    const place = position(lines, error.pos[0]);
    const message = firstLine(error).replace(/ at line \d+, column \d+:?$/, '');
    if (error.code === 'MULTIPLE_DOCS') return { code: 'E_SYNTAX', place: { file, ...place }, ...ONE_DOCUMENT };
    if (error.code === 'TAB_AS_INDENT') return { code: 'E_SYNTAX', place: { file, ...place }, ...NO_TABS };
    if (/call stack/.test(message)) return { code: 'E_SYNTAX', place: { file, ...place }, ...DEEP };
    return { code: 'E_SYNTAX', place: { file, ...place }, message, try: advice(text.split('\n')[place.line - 1]) };
  });
  return new HpdmError([...twice, ...others]);
}

const ONE_DOCUMENT = {
  expected: 'one document in a file',
  got: 'the beginning of a second one (---)',
  try: 'a file for each',
};
const NO_TABS = {
  expected: 'lines that begin with spaces, not tabs',
  got: 'a tab',
  try: 'two spaces for each tab',
};
const DEEP = {
  expected: 'brackets and indentation that can be followed',
  got: 'values that stand too deeply inside one another',
  try: 'put parts into documents of their own (graph: FILE)',
};

/** Advice for the most frequent syntax error: `${…}` or `node[…].port` without quotes inside brackets. */
function advice(line = ''): string {
  if (/[{[,:]\s*(\w[\w /.-]*)?\$\{/.test(line)) return "put texts with ${…} into quotes inside { } and [ ]: '${name}'";
  const reference = /[{[,:]\s*([\w-]+\[[^\]]*\]\.\w+)/.exec(line)?.[1];
  if (reference !== undefined) return `put it into quotes inside { } and [ ]: '${reference}'`;
  return 'check indentation, quotes, brackets and colons around this line';
}

const position = (lines: LineCounter, offset: number): { line: number; column: number } => {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
};

/** The character offset of the key or list element at the end of a trail, or of the last step that exists. */
function findNode(document: Document, trail: Trail): { readonly offset: number | undefined; readonly depth: number } {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0];
  for (const [depth, step] of trail.entries()) {
    const found = child(document, node, step);
    if (found === undefined) return { offset, depth };
    node = found.value;
    offset = (found.written as Node | null)?.range?.[0] ?? offset;
  }
  return { offset, depth: trail.length };
}

const PAIRS = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

/** The entries of a map by their keys, collected once: a large map is searched for every value in it. */
function pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
  const known = PAIRS.get(map);
  if (known !== undefined) return known;
  const pairs = map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : []));
  // of a key that is there twice, the first counts
  const byKey = new Map(pairs.reverse());
  PAIRS.set(map, byKey);
  return byKey;
}

/** The value under a key or index, and the node that marks its place: the key, or the element itself. Aliases and merge keys are followed. */
function child(
  document: Document,
  node: unknown,
  step: string | number,
): { readonly value: unknown; readonly written: unknown } | undefined {
  if (isAlias(node)) return child(document, node.resolve(document), step);
  if (isSeq(node)) {
    const item = typeof step === 'number' ? node.items[step] : undefined;
    return item === undefined ? undefined : { value: item, written: item };
  }
  if (!isMap(node)) return undefined;
  const pair = pairsOf(node).get(String(step));
  if (pair !== undefined) return { value: pair.value, written: pair.key };
  const merged = node.items.filter(({ key }) => isScalar(key) && key.source === '<<').map(({ value }) => value);
  for (const value of merged.flatMap((value) => (isSeq(value) ? value.items : [value]))) {
    const found = child(document, value, step);
    if (found !== undefined) return found;
  }
  return undefined;
}
