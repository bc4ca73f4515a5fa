import type * as t from 'io-ts';
import { isLeft } from 'fp-ts/lib/Either.js';
import { expectationOf } from '../codec/expectation.js';
import { distinct, HpdmError, type Fault } from '../fault/fault.js';
import { suggestion } from '../fault/nearest.js';
import { show } from '../contract/parameter.js';
import { asWritten } from '../contract/propose.js';
import type { Source, Trail } from './source.js';
import { itemAt } from '../fault/item-at.js';

/**
 * Decode a document with its codec.
 *
 * fails E_SHAPE, E_UNKNOWN_KEY, with one fault for every place that does not fit, with line and column
 */
export function decode<T>(codec: t.Decoder<unknown, T>, source: Source): T {
  const decoded = codec.decode(source.value);
  if (!isLeft(decoded)) return decoded.right;
  throw new HpdmError(distinct(decoded.left.map((error) => toFault(error, source))));
}

function toFault({ context, value }: t.ValidationError, source: Source): Fault {
  const trail = trailOf(context);
  const at = { place: source.place(trail), path: formatTrail(trail) };
  const { expected, example, words, key, near } = expectationOf(itemAt(context, context.length - 1).type);
  const name = trail.at(-1);
  if (key === 'no name') {
    const clean = String(name)
      .replace(/[^\w-]+/g, '-')
      .replace(/^[^a-z\d]+|[^a-z\d]+$/gi, '');
    const begins = /^[a-z]/i.test(clean) ? clean : `n${clean}`;
    const other = begins === 'in' ? 'input' : begins;
    return { code: 'E_SHAPE', ...at, expected, got: show(value), try: `another name, such as ${other}` };
  }
  const meant = near?.(value);
  const proposed = meant === undefined ? example : asWritten(meant);
  const written = name === undefined || typeof name === 'number' ? proposed : `${name}: ${proposed}`;
  const hint = words !== undefined && typeof value === 'string' ? suggestion(value, words) : written;
  if (key === 'unknown') return { code: 'E_UNKNOWN_KEY', ...at, expected, got: `"${String(value)}"`, try: hint };
  return { code: 'E_SHAPE', ...at, expected, got: show(value), try: hint };
}

/** Refuse a pipeline document in place of a cascade with one fault, instead of one for each of its keys. */
export function refusePipeline({ value, place }: Source): void {
  if (typeof value !== 'object' || value === null || 'cascade' in value || !('hpdm' in value)) return;
  throw new HpdmError({
    code: 'E_SHAPE',
    place: place(['hpdm']),
    path: 'hpdm',
    expected: 'a cascade, which starts with cascade: 1',
    got: 'a pipeline document (hpdm: 1)',
    try: 'a file such as pipelines/cascades/mnist.yaml',
  });
}

/** The keys from the root to the value, without the root's empty key. */
const trailOf = (context: t.Context): Trail =>
  context.flatMap(({ key }) => (key === '' ? [] : [/^\d+$/.test(key) ? Number(key) : key]));

/** `nodes.level.in.condition`, `levels[2].size`. */
export const formatTrail = (trail: Trail): string =>
  trail.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
