import { inspect } from 'node:util';
import type { Kind } from '../contract/port.js';
import { HpdmError } from '../fault/fault.js';

type Results = Readonly<Record<string, unknown>>;

/**
 * What an operator returned for one of its outputs.
 *
 * fails E_OUTPUT_MISSING where it is nothing, E_VALUE_SHAPE where it is no value of the kind of the output (exit code 3)
 */
export function ownValue(results: Results | undefined, port: string, kind: Kind<unknown>): unknown {
  const value = results?.[port];
  if (value === undefined) throw missing(port, Object.keys(results ?? {}));
  if (!isOfKind(kind, value)) throw foreign(port, kind, value);
  return value;
}

/** Whether a kind can tell the sizes and the element type of a value, if it tells them of its own. */
function isOfKind({ shapeOf, dtypeOf }: Kind<unknown>, value: unknown): boolean {
  if (shapeOf === undefined) return true;
  try {
    dtypeOf?.(value);
    return shapeOf(value).every(Number.isInteger);
  } catch {
    return false;
  }
}

const missing = (port: string, returned: readonly string[]): HpdmError =>
  new HpdmError({
    code: 'E_OUTPUT_MISSING',
    expected: `a value for the output "${port}", which the operator declares`,
    got: returned.length === 0 ? 'nothing' : `only ${returned.join(', ')}`,
    try: `return { ${[...returned, `${port}: …`].join(', ')} }`,
  });

const foreign = (port: string, { name }: Kind<unknown>, value: unknown): HpdmError =>
  new HpdmError({
    code: 'E_VALUE_SHAPE',
    expected: `a value of kind ${name} for the output "${port}", as the operator declares`,
    got: inWords(value),
    try: `return such a value, or declare "${port}" with another kind`,
  });

/** A value that may be of any size. */
function inWords(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return `${typeof value} ${inspect(value)}`.slice(0, 80);
  const keys = Array.isArray(value) ? [] : Object.keys(value);
  const type = Object.getPrototypeOf(value) === null ? 'Object' : value.constructor.name;
  return keys.length === 0 ? type : `${type} with ${keys.slice(0, 8).join(', ')}`;
}
