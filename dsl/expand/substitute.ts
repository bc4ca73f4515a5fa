import { PART } from '../document/names-in.js';
import type { Trail } from '../document/source.js';
import { ownEntry } from '../fault/own-entry.js';

/** Values by name. */
export type Bindings = Readonly<Record<string, unknown>>;

const WHOLE = /^\$\{([^}]*)\}$/;
/**
 * Replace `${name}` by its value, in texts at any depth, and `$${name}` by `${name}`; a text that is only `${name}` takes the value's type.
 *
 * @param unknown called with a name that is not bound and the trail to the text that contains it
 */
export function substitute(
  value: unknown,
  bindings: Bindings,
  unknown: (name: string, trail: Trail) => void,
  trail: Trail = [],
): unknown {
  const lookUp = (name: string): unknown => {
    if (!Object.hasOwn(bindings, name)) unknown(name, trail);
    return ownEntry(bindings, name);
  };
  if (typeof value === 'string') {
    const whole = WHOLE.exec(value)?.[1];
    if (whole !== undefined) return lookUp(whole);
    return value.replace(PART, (_, escape: string, name: string) =>
      escape === '' ? asText(lookUp(name)) : `\${${name}}`,
    );
  }
  const inside = (item: unknown, step: string | number): unknown =>
    substitute(item, bindings, unknown, [...trail, step]);
  if (Array.isArray(value)) return value.map(inside);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inside(item, key)]));
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
