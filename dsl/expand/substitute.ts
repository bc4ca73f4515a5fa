import { PART } from '../document/names-in.js';
import { show } from '../contract/parameter.js';
import type { Trail } from '../document/source.js';
import type { Fault } from '../fault/fault.js';
import { nearest } from '../fault/nearest.js';
import { ownEntry } from '../fault/own-entry.js';

/** Values by name; undefined for one that has a fault. */
export type Bindings = Readonly<Record<string, unknown>>;

/** Told what cannot be replaced, each with the trail to its text. */
export interface Refuse {
  /** A name that is not bound. */
  readonly unknown: (name: string, trail: Trail) => void;
  /** A text with `${` and without `}`. */
  readonly open: (text: string, trail: Trail) => void;
}

const WHOLE = /^\$\{([^}]*)\}$/;
/**
 * Replace `${name}` by its value, in texts at any depth, and `$${` by `${`; a text that is only `${name}` takes the value's type.
 *
 * @returns undefined if a name in it has no value
 */
export function substitute(value: unknown, bindings: Bindings, refuse: Refuse, trail: Trail = []): unknown {
  if (typeof value === 'string') return inText(value, bindings, refuse, trail);
  if (typeof value !== 'object' || value === null) return value;
  const inside = (item: unknown, step: string | number): unknown =>
    substitute(item, bindings, refuse, [...trail, step]);
  const all = Array.isArray(value)
    ? value.map(inside)
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inside(item, key)]));
  return Object.values(all).includes(undefined) ? undefined : all;
}

function inText(text: string, bindings: Bindings, { unknown, open }: Refuse, trail: Trail): unknown {
  const parts = [...text.matchAll(PART)];
  if (parts.some(([, , end]) => end === '')) {
    open(text, trail);
    return undefined;
  }
  const names = parts.flatMap(([, name]) => name ?? []);
  for (const name of names) if (!Object.hasOwn(bindings, name)) unknown(name, trail);
  if (names.some((name) => ownEntry(bindings, name) === undefined)) return undefined;
  const whole = WHOLE.exec(text)?.[1];
  if (whole !== undefined) return bindings[whole];
  return text.replace(PART, (_, name?: string) => (name === undefined ? '${' : asText(bindings[name])));
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/**
 * The fault of a text with `${` and without `}`.
 *
 * @param known the names that it may have meant
 */
export function openFault(text: string, known: readonly string[]): Pick<Fault, 'code' | 'expected' | 'got' | 'try'> {
  const at = [...text.matchAll(PART)].find(([, , end]) => end === '')?.index ?? 0;
  const [before, after] = [text.slice(0, at), text.slice(at + 2)];
  const [word = ''] = /^[\w-]*/.exec(after) ?? [];
  const begins = known.filter((name) => word.startsWith(name)).sort((a, b) => b.length - a.length)[0];
  const meant = begins ?? nearest(word, known);
  const rest = after.slice((begins ?? word).length);
  const closed = meant === undefined ? '' : `${quoted(`${before}\${${meant}}${rest}`)}; `;
  const hint = `${closed}${quoted(`${before}$\${${after}`)} if the text itself is meant`;
  return { code: 'E_PARAM_OPEN', expected: '} after the name of a parameter', got: show(text), try: hint };
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
