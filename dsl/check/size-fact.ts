import type { Sizes } from '../contract/port.js';
import type { Conflict, Known } from './dimensions.js';
import { portOf, type Draft } from './draft.js';
import type { Written } from '../document/written.js';
import { formatPlace, type Place } from '../fault/fault.js';

/** A size of a letter, as declared by a node's operator. */
export interface SizeFact {
  readonly letter: string;
  readonly size: number;
  readonly node: Draft;
  /** The settings that the operator read; empty if the size is constant. */
  readonly settings: readonly string[];
  /** The sizes that were known to the operator at that time. */
  readonly known: Sizes;
}

/** Wrap an object so that the names of the properties that are read are recorded. */
export function recorded<T extends object>(value: T): [T, ReadonlySet<string>] {
  const read = new Set<string>();
  const proxy = new Proxy(value, {
    get: (target, name, receiver): unknown => {
      if (typeof name === 'string') read.add(name);
      return Reflect.get(target, name, receiver);
    },
  });
  return [proxy, read];
}

/** A size with its reason: `4 by nodes.decode.with.channels (line 9)`; line numbers refer to `file`. */
export const explain = (known: Known<SizeFact>, file: string): string => `${known.size} ${reason(known, file)}`;

/** The reason for a size: `by nodes.decode.with.channels (line 9)`, or in brackets the facts that it follows from. */
export function reason({ size, because }: Known<SizeFact>, file: string): string {
  const [only, ...more] = because;
  if (only !== undefined && more.length === 0 && only.size === size) return `by ${whence(only, file)}`;
  const all = because.map((fact) => `${fact.letter} = ${fact.size} by ${whence(fact, file)}`);
  return `(${[...new Set(all)].join(', ')})`;
}

/** Advice on how to make two sizes equal. */
export function remedy({ left, right }: Conflict<SizeFact>, letters: string): string {
  const direct = [changeTo(left, right), changeTo(right, left)].filter((text) => text !== undefined);
  if (direct.length > 0) return direct.join(', or ');
  const paths = [...left.because, ...right.because].flatMap((fact) =>
    settingsOf(fact).map((name) => settingAt(fact.node, name).path),
  );
  return paths.length === 0
    ? `an operator between them that changes ${letters}`
    : `make ${letters} the same at both ends with ${[...new Set(paths)].join(', ')}`;
}

/** Advice for one setting: `nodes.decode.with.channels: 3` if one number decides the size, or the value of the same setting at the other end. */
function changeTo(known: Known<SizeFact>, other: Known<SizeFact>): string | undefined {
  const [own, theirs] = [soleSetting(known), soleSetting(other)];
  if (own === undefined) return undefined;
  const path = settingAt(own.fact.node, own.name).path;
  const index = Array.isArray(own.value) ? own.value.indexOf(known.size) : -1;
  if (index >= 0) return `${path}[${index}]: ${other.size}`;
  if (own.value === known.size) return `${path}: ${other.size}`;
  const same = theirs?.name === own.name && typeof theirs.value === 'number';
  return same ? `${path}: ${theirs.value as number}` : undefined;
}

/** The setting that decides a size, if there is only one. */
function soleSetting({ because: [fact, ...more] }: Known<SizeFact>) {
  if (fact === undefined || more.length > 0) return undefined;
  const [name, ...others] = settingsOf(fact);
  return name === undefined || others.length > 0 ? undefined : { fact, name, value: fact.node.settings[name] };
}

/** The settings with their places: `nodes.decode.with.channels (line 9)`. */
function whence(fact: SizeFact, file: string): string {
  const names = settingsOf(fact);
  const { path, place, usedBy } = names[0] === undefined ? fact.node.at([]) : settingAt(fact.node, names[0]);
  // the copy: `level.0` of `level.0.solve/tiles`
  const copy = usedBy === undefined ? '' : `, in ${fact.node.scope.replace(/\.[^.]*$/, '')}`;
  const at = lineOf(place, file) + copy;
  return names.length === 0
    ? `${path} (${fact.node.operator.id}, ${at})`
    : `${[path, ...names.slice(1)].join(' and ')} (${at})`;
}

/** The place of a setting; that of another node if it was taken over from there. */
function settingAt(node: Draft, name: string): Written {
  const origin = node.inferred?.[name] ?? { node, name };
  return origin.node.at(['with', origin.name]);
}

/** `line 9`, with the file if it is not the given one. */
export const lineOf = (place: Place, file: string): string =>
  place.file === file && place.line !== undefined ? `line ${place.line}` : formatPlace(place);

/**
 * The settings that decide a size: those that the operator read and whose change changes the size. A cascade cannot be changed for this test, so it
 * is named only if no other setting decides. A list that has its default, such as a scale, is not named beside it.
 */
function settingsOf({ letter, size, node, settings, known }: SizeFact): readonly string[] {
  const deciding = settings.filter((name) => {
    if (Array.isArray(node.settings[name]) && hasDefault(node, name)) return false;
    const changed = { ...node.settings, [name]: raised(node.settings[name]) };
    return sizeWith(node, changed, known, letter) !== size;
  });
  if (deciding.length > 0) return deciding;
  const untried = settings.filter((name) => raised(node.settings[name]) === node.settings[name]);
  return untried.length > 0 ? untried : settings;
}

const hasDefault = ({ operator, settings }: Draft, name: string): boolean =>
  JSON.stringify(settings[name]) === JSON.stringify(operator.with[name]?.default);

function sizeWith(node: Draft, settings: Draft['settings'], known: Sizes, letter: string): number | undefined {
  try {
    return node.operator.dimensions?.(settings, known, Object.keys(node.inputs).map(portOf))[letter];
  } catch {
    // the operator fails with the changed setting, so the setting matters
    return undefined;
  }
}

function raised(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  return Array.isArray(value) ? value.map(raised) : value;
}
