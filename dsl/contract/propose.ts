import { homedir } from 'node:os';
import { isRight } from 'fp-ts/lib/Either.js';
import { nearest } from '../fault/nearest.js';
import { isOfHome, misfit, show, type Parameter } from './parameter.js';

/**
 * A suggestion in place of a wrong `value`: the closest value that fits, else the default, else an example.
 *
 * @returns YAML, for use after the parameter's name
 */
export function propose(parameter: Parameter, value: unknown): string {
  const fitting = [...candidates(parameter, value)].find(
    (candidate) => candidate !== undefined && misfit(parameter, candidate) === undefined,
  );
  return fitting === undefined ? exampleOf(parameter) : asWritten(fitting);
}

function* candidates(
  { words = [], min = -Infinity, max = Infinity, default: fallback }: Parameter,
  value: unknown,
): Generator {
  if (typeof value === 'string') {
    if (isOfHome(value)) yield homedir() + value.slice(1);
    yield nearest(value, words);
    if (value.trim() !== '') yield Number(value);
    if (/^(yes|on)\b/i.test(value)) yield true;
    if (/^(no|off)\b/i.test(value)) yield false;
  }
  if (typeof value === 'number') {
    const inside = Math.min(max, Math.max(min, value));
    yield inside;
    yield Math.round(inside);
  }
  if (Array.isArray(value)) yield [value, value].flat();
  else if (value !== undefined) yield* [[value], [value, value]];
  if (typeof value === 'number' || typeof value === 'boolean') yield `${value}`;
  yield fallback;
  yield* words;
}

/** A value as YAML, with quotes only if they are needed. */
export const asWritten = (value: unknown): string =>
  typeof value === 'string' && /^[A-Za-z][\w./-]*$/.test(value) ? value : show(value);

/** An example for a parameter without a default, if no suggestion can be made from the value. */
function exampleOf({ name, example, type, min = 1 }: Parameter): string {
  if (example !== undefined) return example;
  return isRight(type.decode(min)) ? show(min) : `<${name}>`;
}
