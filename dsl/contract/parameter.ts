import * as t from 'io-ts';
import { wordsExpected } from '../codec/one-of.js';
import { such } from '../codec/such.js';
import { isRight } from 'fp-ts/lib/Either.js';

/** A typed parameter of an operator or a document: codec, description, default, bounds and unit. */
export interface Parameter<T = unknown> {
  readonly type: t.Decoder<unknown, T>;
  /** The name of the type in messages and docs: `int`, `number`, `path`, `one of a, b`. */
  readonly name: string;
  readonly description: string;
  /** YAML of a value, for advice where the parameter has no default. */
  readonly example?: string;
  /** The possible words, if it is a choice of words. */
  readonly words?: readonly string[];
  readonly default?: T;
  readonly min?: number;
  readonly max?: number;
  /** The possible lengths of a list. */
  readonly lengths?: readonly number[];
  readonly unit?: string;
  /** Whether a cascade may be left out; it is then the cascade of the nodes at the other ends of the node's edges. */
  readonly inferred?: boolean;
  /** The limit of the run that it is where it is left out: the bytes that the run may take. */
  readonly limit?: 'memory';
  /** Whether the items are the same for any value, such as their number or where they are cached; a training may go on with another one. */
  readonly incidental?: boolean;
  /** The input that says it where it is connected; the value of the setting then counts for nothing. */
  readonly saidBy?: string;
}

/** Whether a setting may be left out although it has no default: it is inferred, or its default is that there is none. */
export const mayBeMissing = (parameter: Parameter): boolean =>
  parameter.inferred === true || (Object.hasOwn(parameter, 'default') && parameter.default === undefined);

interface Options<T> {
  readonly default?: T;
  readonly min?: number;
  readonly max?: number;
  readonly lengths?: readonly number[];
  readonly unit?: string;
  readonly incidental?: boolean;
  readonly saidBy?: string;
}

/** A parameter with a default, which may be left out. */
type WithDefault<T> = Parameter<T> & { readonly default: T };

interface Make<T> {
  (description: string, options: Options<T> & { readonly default: T }): WithDefault<T>;
  (description: string, options?: Options<T>): Parameter<T>;
}

type Facts = Pick<Parameter, 'example' | 'words'>;

const make = <T>(type: t.Decoder<unknown, T>, name: string, facts: Facts = {}): Make<T> =>
  ((description: string, options: Options<T> = {}) => ({ type, name, description, ...facts, ...options })) as Make<T>;

const intCodec = new t.Type<number, number, unknown>(
  'int',
  (value): value is number => Number.isSafeInteger(value),
  (value, context) =>
    typeof value === 'number' && Number.isSafeInteger(value) ? t.success(value) : t.failure(value, context),
  t.identity,
);
const numberCodec = new t.Type<number, number, unknown>(
  'number',
  (value): value is number => typeof value === 'number' && Number.isFinite(value),
  (value, context) =>
    typeof value === 'number' && Number.isFinite(value) ? t.success(value) : t.failure(value, context),
  t.identity,
);

/** A whole number. */
export const int = make<number>(intCodec, 'int');
/** A finite number. */
export const number = make<number>(numberCodec, 'number');
/** true or false. */
export const bool = make<boolean>(t.boolean, 'bool', { example: 'true' });
/** Any text. */
export const string = make<string>(t.string, 'string');
/**
 * A file, folder or address to read or write, relative to the working folder. `~/x` is none: only a shell knows it, and where it left it as it is,
 * a folder called `~` would be made.
 */
export const path = make<string>(
  such<string>(
    { expected: 'path', example: 'out/video.mp4' },
    (value): value is string => typeof value === 'string' && !isOfHome(value),
  ),
  'path',
  { example: 'out/video.mp4' },
);
/** A list of texts. */
export const strings = make<readonly string[]>(t.readonlyArray(t.string), 'list of strings', {
  example: '[first, second]',
});
/** A list of whole numbers. */
export const ints = make<readonly number[]>(t.readonlyArray(intCodec), 'list of ints', { example: '[1, 2]' });
/** A list of numbers. */
export const numbers = make<readonly number[]>(t.readonlyArray(numberCodec), 'list of numbers', {
  example: '[1, 2]',
});
/** Three whole numbers: frames, height, width. */
export const triple = make<readonly [number, number, number]>(
  t.readonly(t.tuple([intCodec, intCodec, intCodec])),
  '[frames, height, width]',
);
/** Three numbers: frames, height, width. */
export const triples = make<readonly [number, number, number]>(
  t.readonly(t.tuple([numberCodec, numberCodec, numberCodec])),
  '[frames, height, width] numbers',
);

/** One of a fixed set of words. */
export function choice<const C extends readonly string[]>(
  words: C,
  description: string,
  options: Options<C[number]> & { readonly default: C[number] },
): WithDefault<C[number]>;
export function choice<const C extends readonly string[]>(
  words: C,
  description: string,
  options?: Options<C[number]>,
): Parameter<C[number]>;
export function choice(
  words: readonly string[],
  description: string,
  options: Options<string> = {},
): Parameter<string> {
  const is = (value: unknown): value is string => typeof value === 'string' && words.includes(value);
  const expectation = wordsExpected(words);
  return make(such(expectation, is), expectation.expected, { words })(description, options);
}

/** Whether a path begins with the home folder as shells write it. */
export const isOfHome = (value: string): boolean => value === '~' || value.startsWith('~/');

/** The reason why `value` does not fit `parameter`, as expected and got; undefined if it fits. */
export function misfit(parameter: Parameter, value: unknown): { expected: string; got: string } | undefined {
  const bounds = [
    parameter.min === undefined ? [] : [`≥ ${parameter.min}`],
    parameter.max === undefined ? [] : [`≤ ${parameter.max}`],
  ].flat();
  const outside = [value]
    .flat()
    .some(
      (item) =>
        typeof item === 'number' &&
        ((parameter.min !== undefined && item < parameter.min) ||
          (parameter.max !== undefined && item > parameter.max)),
    );
  const { lengths } = parameter;
  const long = lengths !== undefined && Array.isArray(value) && !lengths.includes(value.length);
  if (isRight(parameter.type.decode(value)) && !outside && !long) return undefined;
  const unit = parameter.unit === undefined ? '' : ` (${parameter.unit})`;
  if (parameter.name === 'path' && typeof value === 'string') {
    return { expected: 'a path without ~, which the shell has not replaced here', got: show(value) };
  }
  const length = lengths === undefined ? '' : ` of length ${lengths.join(' or ')}`;
  return { expected: `${parameter.name}${length} ${bounds.join(' and ')}`.trimEnd() + unit, got: show(value) };
}

/** A value as text for messages: JSON, cut at 80 characters. */
export function show(value: unknown): string {
  // JSON has no words for these
  if (typeof value === 'number' && !Number.isFinite(value)) return `${value}`;
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
