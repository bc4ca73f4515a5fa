import { dirname, resolve } from 'node:path';
import { stringify } from 'yaml';
import { HpdmError, type Fault } from '../fault/fault.js';
import { suggestion } from '../fault/nearest.js';
import { ownEntry } from '../fault/own-entry.js';
import { fileMisfit } from './file-misfit.js';
import { parseFile, parseSource, stepsIn, type Source, type Trail } from './source.js';
import { isObject } from '../codec/is-object.js';

/**
 * Read a document or a cascade, YAML or JSON. With `extends: other.yaml`, that file is read and changed: maps are merged key
 * by key, a map with numbers as keys changes or adds elements of a list, `null` removes a key or an element, and any other value is
 * replaced.
 *
 * @param presets files that `extends` may name instead of a path
 * fails E_FILE when a file cannot be read, E_CASCADE_UNKNOWN when it has the form of a preset's name, E_SYNTAX, E_EXTENDS when files extend each other in a circle
 */
export const readSource = (file: string, presets: Presets = {}): Source => extended(parseFile(file), presets);

/** Files that have a name of their own, such as the cascade `ucf101-s`. */
export type Presets = Readonly<Record<string, string>>;

/** A source merged over the file that it extends, if it does. */
export const extended = (own: Source, presets: Presets = {}): Source => follow(own, presets, []);

/** A source merged over a value, which stands at its `extends`. */
export function changed(base: object, own: Source): Source {
  const place = own.place(['extends']);
  const { value, depth, ...written } = over(
    { file: own.file, value: base, place: () => place, depth: (trail) => stepsIn(base, trail) },
    own,
  );
  return { ...written, value: merge(value, { extends: null }), depth };
}

/** A document as it stands in an editor. */
export interface UnsavedDocument {
  /** Where it belongs: messages name it, and the files that it names are relative to it. It need not exist. */
  readonly file: string;
  readonly text: string;
}

/** The source of a document that is not in its file yet; fails as `readSource` does. */
export const unsavedSource = ({ file, text }: UnsavedDocument): Source => extended(parseSource(file, text));

/** A document that was not read from a file; places are those in its YAML form, and file names are relative to the working folder. */
export const writtenSource = (document: unknown): Source => extended(parseSource('document', stringify(document)));

function follow(own: Source, presets: Presets, before: readonly string[]): Source {
  const named = isObject(own.value) ? own.value['extends'] : undefined;
  if (typeof named !== 'string') return own;
  const file = ownEntry(presets, named) ?? resolve(dirname(own.file), named);
  const chain = [...before, resolve(own.file)];
  const fail = (fault: Omit<Fault, 'place' | 'path'>): never => {
    throw new HpdmError({ place: own.place(['extends']), path: 'extends', ...fault });
  };
  const missing = fileMisfit(file);
  const names = Object.keys(presets);
  if (missing !== undefined && names.length > 0 && /^[\w-]+$/.test(named)) {
    const expected = 'a file ending in .yaml, or the name of a preset';
    fail({ code: 'E_CASCADE_UNKNOWN', expected, got: `"${named}"`, try: suggestion(named, names) });
  }
  if (missing !== undefined)
    fail({ code: 'E_FILE', expected: 'a YAML or JSON file', ...missing, ...ofName(named, file, missing.try) });
  if (chain.includes(file)) {
    const got = [...chain.slice(chain.indexOf(file)), file].join(' → ');
    fail({ code: 'E_EXTENDS', expected: 'a file that does not extend this one', got, try: 'remove one "extends"' });
  }
  return over(follow(parseFile(file), presets, chain), own);
}

/** What to try in the place of a name without an ending: the file with it, if there is one, else where those of hpdm are. */
function ofName(named: string, file: string, advice: string): { readonly try: string } {
  if (!/^[\w-]+$/.test(named)) return { try: advice };
  if (fileMisfit(`${file}.yaml`) === undefined) return { try: `extends: ${named}.yaml` };
  return { try: `the path of a file, not a name; documents that come with hpdm are in node_modules/hpdm/pipelines` };
}

/** Merge `own` over `base`; every part keeps its place. */
function over(base: Source, own: Source): Source {
  const moved: Moved = new Map();
  const value = mergeAt(base.value, own.value, [], moved);
  const writer = (trail: Trail): Source => (own.depth(trail) >= base.depth(trail) ? own : base);
  const written = (trail: Trail): Trail => asWritten(trail, moved);
  return {
    file: own.file,
    value,
    place: (trail) => writer(written(trail)).place(written(trail)),
    depth: (trail) => writer(written(trail)).depth(written(trail)),
  };
}

/** The numbers that the elements of a list had before others were taken out, by the trail of the list. */
type Moved = Map<string, readonly number[]>;

/** A trail into a merged document with the numbers that the elements have in the files. */
const asWritten = (trail: Trail, moved: Moved): Trail =>
  trail.map((step, depth) => {
    const numbers = moved.get(JSON.stringify(trail.slice(0, depth)));
    return typeof step === 'number' ? (numbers?.[step] ?? step) : step;
  });

/**
 * What `own` makes of `base` that it extends: JSON merge patch (RFC 7396), in which a map with numbers as keys also changes elements of a
 * list. A cascade inside that extends another one is not read yet, so `null` stays in it, for what it takes out of that one.
 */
export const merge = (base: unknown, own: unknown): unknown => mergeAt(base, own, [], new Map());

function mergeAt(base: unknown, own: unknown, trail: Trail, moved: Moved, within = false): unknown {
  if (!isObject(own)) return own;
  const isInner = within || (isSetting(trail) && [base, own].some((map) => isObject(map) && 'extends' in map));
  if (Array.isArray(base)) return isPatch(own) ? patch(base, own, trail, moved, isInner) : own;
  const merged: Record<string, unknown> = isObject(base) ? { ...base } : {};
  for (const [key, value] of Object.entries(own)) {
    if (value !== null || isInner) merged[key] = mergeAt(merged[key], value, [...trail, key], moved, isInner);
    else Reflect.deleteProperty(merged, key);
  }
  return merged;
}

/** Whether a cascade may stand at a trail: as the default of a parameter, or under `with`. */
const isSetting = (trail: Trail): boolean =>
  (trail.at(-3) === 'params' && trail.at(-1) === 'default') || trail.at(-2) === 'with';

const isPatch = (own: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(own).length > 0 && Object.keys(own).every((key) => /^\d+$/.test(key));

/** The elements of a list with those that `own` numbers changed, added, or, where it says null, taken out. */
function patch(
  base: readonly unknown[],
  own: Readonly<Record<string, unknown>>,
  trail: Trail,
  moved: Moved,
  within: boolean,
): unknown[] {
  const count = Math.max(base.length, ...Object.keys(own).map((key) => Number(key) + 1));
  const kept = Array.from({ length: count }, (_, index) => index).filter((index) => own[index] !== null);
  if (kept.length < count) moved.set(JSON.stringify(trail), kept);
  return kept.map((index, place) =>
    index in own ? mergeAt(base[index], own[index], [...trail, place], moved, within) : base[index],
  );
}
