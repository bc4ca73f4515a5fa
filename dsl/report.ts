import type * as t from 'io-ts';
import { isLeft } from 'fp-ts/lib/Either.js';
import { ONE_OF, UNKNOWN_KEY } from './codec.js';
import { HpdmError, type Fault } from './error.js';
import { suggestion } from './nearest.js';
import { show } from './parameter.js';
import type { Source, Trail } from './read.js';

/**
 * Decode a document with its codec.
 *
 * fails E_SHAPE, E_UNKNOWN_KEY: one fault for every place that does not fit, with line and column
 */
export function decode<T>(codec: t.Decoder<unknown, T>, source: Source): T {
  const decoded = codec.decode(source.value);
  if (!isLeft(decoded)) return decoded.right;
  const faults = decoded.left.map((error) => toFault(error, source));
  const unique = new Map(faults.map((fault) => [`${fault.path ?? ''} ${fault.code}`, fault]));
  throw new HpdmError([...unique.values()]);
}

function toFault(error: t.ValidationError, source: Source): Fault {
  const trail = trailOf(error.context);
  const path = formatTrail(trail);
  const place = source.place(trail);
  const wanted = error.context.at(-1)?.type.name ?? 'something else';
  const words = wanted.startsWith(ONE_OF) ? wanted.slice(ONE_OF.length).split(', ') : undefined;
  const hint =
    words !== undefined && typeof error.value === 'string' ? { try: suggestion(error.value, words) } : undefined;
  if (error.message === UNKNOWN_KEY)
    return { code: 'E_UNKNOWN_KEY', place, path, expected: wanted, got: String(error.value), ...hint };
  return { code: 'E_SHAPE', place, path, expected: wanted, got: show(error.value), ...hint };
}

/** Keys from the root to the value; the root's own key is empty. */
const trailOf = (context: t.Context): Trail =>
  context.flatMap(({ key }) => (key === '' ? [] : [/^\d+$/.test(key) ? Number(key) : key]));

/** `nodes.level.in.condition`, `levels[2].size`. */
export const formatTrail = (trail: Trail): string =>
  trail.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
