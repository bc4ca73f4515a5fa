import type { Sizes } from './contract.js';
import type { Conflict, Known } from './dimensions.js';
import type { Draft } from './draft.js';
import { formatPlace, type Place } from './error.js';

/** That a letter has a size, as a node's operator says it. */
export interface SizeFact {
  readonly letter: string;
  readonly size: number;
  readonly node: Draft;
  /** The settings the operator looked at; none where the size is always the same. */
  readonly settings: readonly string[];
  /** The sizes it knew when it said so. */
  readonly known: Sizes;
}

/** An object, and the names of what was read of it. */
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

/** `4 by nodes.decode.with.channels (line 9)`; line numbers are of `file`. */
export function explain({ size, because }: Known<SizeFact>, file: string): string {
  const texts = because.map((fact) => ({ fact, text: whence(fact, file) }));
  const [only, ...more] = texts;
  if (only !== undefined && more.length === 0 && only.fact.size === size) return `${size} by ${only.text}`;
  const all = texts.map(({ fact, text }) => `${fact.letter} = ${fact.size} by ${text}`);
  return `${size} (${[...new Set(all)].join(', ')})`;
}

/** How two sizes could be made one. */
export function remedy({ left, right }: Conflict<SizeFact>, letter: string | number): string {
  const direct = [changeTo(left, right.size), changeTo(right, left.size)].filter((text) => text !== undefined);
  if (direct.length > 0) return direct.join(', or ');
  const changeable = [...left.because, ...right.because].flatMap((fact) =>
    settingsOf(fact).map((name) => fact.node.at(['with', name]).path),
  );
  const paths = [...new Set(changeable)];
  return paths.length === 0
    ? `an operator between them that changes ${letter}`
    : `make ${letter} the same on both sides with ${paths.join(', ')}`;
}

/** `nodes.decode.with.channels: 3`, where one number decides the size. */
function changeTo({ size, because: [fact, ...more] }: Known<SizeFact>, wanted: number): string | undefined {
  if (fact === undefined || more.length > 0) return undefined;
  const [name, ...others] = settingsOf(fact);
  if (name === undefined || others.length > 0) return undefined;
  const value = fact.node.settings[name];
  const index = Array.isArray(value) ? value.indexOf(size) : -1;
  if (value !== size && index < 0) return undefined;
  return `${fact.node.at(['with', name]).path}${index < 0 ? '' : `[${index}]`}: ${wanted}`;
}

/** `nodes.decode.with.channels (line 9)`. */
function whence(fact: SizeFact, file: string): string {
  const names = settingsOf(fact);
  const { path, place } = fact.node.at(names[0] === undefined ? [] : ['with', names[0]]);
  const at = lineOf(place, file);
  return names.length === 0
    ? `${path} (${fact.node.operator.id}, ${at})`
    : `${[path, ...names.slice(1)].join(' and ')} (${at})`;
}

/** `line 9`, or with the file where it is another one. */
export const lineOf = (place: Place, file: string): string =>
  place.file === file && place.line !== undefined ? `line ${place.line}` : formatPlace(place);

/** The settings that decide a size: those the operator read whose change changes it; a cascade only where none of the others does. */
function settingsOf({ letter, size, node, settings, known }: SizeFact): readonly string[] {
  const deciding = settings.filter((name) => {
    const changed = { ...node.settings, [name]: raised(node.settings[name]) };
    return sizeWith(node, changed, known, letter) !== size;
  });
  return deciding.length > 0 ? deciding : settings;
}

function sizeWith(node: Draft, settings: Draft['settings'], known: Sizes, letter: string): number | undefined {
  try {
    return node.operator.dimensions?.(settings, known)[letter];
  } catch {
    // the changed settings make no sense to the operator: so they matter
    return undefined;
  }
}

function raised(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  return Array.isArray(value) ? value.map(raised) : value;
}
