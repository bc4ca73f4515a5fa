import { nearest } from '../fault/nearest.js';
import { misfit, show, type Parameter } from './parameter.js';

/**
 * A suggestion in place of a wrong `value`: the closest value that fits, else the default, else an example.
 *
 * @returns YAML, for use after the parameter's name
 */
export function propose(parameter: Parameter, value: unknown): string {
  const fitting = [...candidates(parameter, value)].find(
    (candidate) => candidate !== undefined && misfit(parameter, candidate) === undefined,
  );
  return fitting === undefined ? example(parameter) : asWritten(fitting);
}

function* candidates(
  { name, min = -Infinity, max = Infinity, default: fallback }: Parameter,
  value: unknown,
): Generator {
  const words = name.startsWith('one of ') ? name.slice('one of '.length).split(', ') : [];
  if (typeof value === 'string') {
    yield nearest(value, words);
    if (value.trim() !== '') yield Number(value);
    if (/^(yes|on)/i.test(value)) yield true;
    if (/^(no|off)/i.test(value)) yield false;
  }
  if (typeof value === 'number') {
    const inside = Math.min(max, Math.max(min, value));
    yield inside;
    yield Math.round(inside);
  }
  if (value !== undefined) yield* [[value], [value, value]];
  if (typeof value === 'number' || typeof value === 'boolean') yield `${value}`;
  yield fallback;
  yield* words;
}

/** A value as YAML, with quotes only if they are needed. */
const asWritten = (value: unknown): string =>
  typeof value === 'string' && /^[A-Za-z][\w./-]*$/.test(value) ? value : show(value);

/** An example for a parameter without a default, if no suggestion can be made from the value. */
function example({ name, min = 1 }: Parameter): string {
  if (name === 'cascade')
    return "'${cascade}', with params: { cascade: { type: cascade, default: cascades/mnist.yaml } }";
  if (name === 'path') return 'out/video.mp4';
  if (name === 'int' || name === 'number') return show(min);
  return name.startsWith('list of') ? (name.endsWith('strings') ? '[first, second]' : '[1, 2]') : `<${name}>`;
}
