import type * as t from 'io-ts';
import { isLeft } from 'fp-ts/lib/Either.js';
import { ONE_OF, UNKNOWN_KEY } from '../contract/closed.js';
import { HpdmError, type Fault } from '../fault/fault.js';
import { suggestion } from '../fault/nearest.js';
import { show } from '../contract/parameter.js';
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
  const faults = decoded.left.map((error) => toFault(error, source));
  const unique = new Map(faults.map((fault) => [`${fault.path ?? ''} ${fault.code}`, fault]));
  throw new HpdmError([...unique.values()]);
}

function toFault(error: t.ValidationError, source: Source): Fault {
  const trail = trailOf(error.context);
  const path = formatTrail(trail);
  const place = source.place(trail);
  const wanted = error.context.at(-1)?.type.name ?? 'something else';
  const { expected, words, example } = inWords(wanted);
  const key = trail.at(-1);
  const written = key === undefined || typeof key === 'number' ? example : `${key}: ${example}`;
  const hint = words !== undefined && typeof error.value === 'string' ? suggestion(error.value, words) : written;
  if (wanted.startsWith('a name')) {
    const clean = String(key).replace(/[^\w-]+/g, '-');
    const name = clean === 'in' ? 'input' : clean;
    return { code: 'E_SHAPE', place, path, expected, got: show(error.value), try: `another name, such as ${name}` };
  }
  if (error.message === UNKNOWN_KEY)
    return { code: 'E_UNKNOWN_KEY', place, path, expected, got: `"${String(error.value)}"`, try: hint };
  return { code: 'E_SHAPE', place, path, expected, got: show(error.value), try: hint };
}

/** The name of a type for messages. */
interface Words {
  readonly expected: string;
  /** The possible words, if the type is a choice of words. */
  readonly words?: readonly string[];
  readonly example: string;
}

const NODES = '{ digits: { op: video.moving-digits } }';

/** Descriptions of types that have only io-ts's names. */
const TYPES: Readonly<Record<string, readonly [expected: string, example: string]>> = {
  string: ['a text', '"…", in quotes if it looks like a number'],
  number: ['a number', '0.5'],
  boolean: ['true or false', 'true'],
  Int: ['a whole number', '1'],
  'ReadonlyArray<string>': ['a list of texts', '[first, second]'],
  'ReadonlyArray<Int>': ['a list of whole numbers', '[1, 2]'],
  'ReadonlyArray<level>': ['a list of levels', '[{ size: [4, 16, 16] }]'],
  'ReadonlyArray<a step: { op: … }>': ['a list of steps', '[{ op: video.frames }]'],
  'Readonly<[Int, Int, Int]>': ['[frames, height, width], three whole numbers', '[16, 64, 64]'],
  'Readonly<[number, number, number]>': ['[frames, height, width], three numbers', '[0, 0.5, 0.5]'],
  cascade: ['a cascade: cascade: 1, patch, levels and network', 'see pipelines/cascades/mnist.yaml'],
};

/** Examples of described types, by the start of the description. */
const EXAMPLES: readonly (readonly [begins: string, example: string])[] = [
  ['1, ', '1'],
  ['a whole number', '2'],
  ['a pipeline document', `{ hpdm: 1, nodes: ${NODES} }`],
  ['network', '{ token: [1, 4, 4], width: 128, latents: 32, heads: 4, blocks: 4 }'],
  ['nodes by name', NODES],
  ['parameters by name', '{ seed: { type: int, default: 0 } }'],
  ['inputs by name', '{ video: what to show }'],
  ['outputs by name', '{ video: digits.video }'],
  ['graphs by name', `{ part: { nodes: ${NODES} } }`],
  ['a graph', `{ nodes: ${NODES} }`],
  ['a node', '{ op: video.frames, in: { video: digits.video } }'],
  ['a step', '{ op: video.frames }'],
  ['a body', `{ nodes: ${NODES}, out: { denoised: node.port } }`],
  ['settings', '{ size: 64 }'],
  ['limits', '{ inFlight: 2, memory: 1GiB }'],
  ['node.port', 'digits.video'],
  ['"levels of', "'levels of ${cascade}'"],
];

function inWords(type: string): Words {
  const known = TYPES[type];
  if (known !== undefined) return { expected: known[0], example: known[1] };
  const quoted = /^"[^"]*"( \| "[^"]*")*$/.test(type) ? type.split(' | ').map((word) => word.slice(1, -1)) : undefined;
  const words = quoted ?? (type.startsWith(ONE_OF) ? type.slice(ONE_OF.length).split(', ') : undefined);
  if (words !== undefined) return { expected: ONE_OF + words.join(', '), words, example: itemAt(words, 0) };
  if (type.startsWith('{ [K in string]'))
    return { expected: 'a map from names to node.port', example: '{ video: digits.video }' };
  const [, inner] = /such as (\S+)/.exec(type) ?? [];
  const [, example] = EXAMPLES.find(([begins]) => type.startsWith(begins)) ?? [];
  return { expected: type, example: inner ?? example ?? `<${type}>` };
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
