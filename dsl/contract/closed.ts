import * as t from 'io-ts';
import { isLeft } from 'fp-ts/lib/Either.js';

type Optional<P extends t.Props> = { readonly [K in keyof P]?: t.TypeOf<P[K]> };
type Closed<R extends t.Props, O extends t.Props> = { readonly [K in keyof R]: t.TypeOf<R[K]> } & Optional<O>;

/** Marks the message of an unknown key, so that the reporter can distinguish it from a wrong value. */
export const UNKNOWN_KEY = 'unknown key';
/** Start of the name of a type that is a choice of words, from which the reporter takes suggestions. */
export const ONE_OF = 'one of ';

/** A whole number of the plain type number; the one of io-ts is branded. */
export const whole = t.Int as unknown as t.Type<number>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * An object with exactly these keys. io-ts's `strict` silently drops unknown keys; here they are errors.
 *
 * @param required keys that must be there
 * @param optional keys that may be left out
 */
export function closed<R extends t.Props, O extends t.Props>(
  name: string,
  required: R,
  optional: O,
): t.Type<Closed<R, O>, unknown> {
  const [must, may] = [t.type(required, name), t.partial(optional, name)];
  const known = new Set([...Object.keys(required), ...Object.keys(optional)]);
  return new t.Type<Closed<R, O>, unknown>(
    name,
    (value): value is Closed<R, O> => must.is(value) && may.is(value),
    (value, context) => {
      if (!isObject(value)) return t.failure(value, context);
      // one after the other, not as an intersection: that would put its own steps into the path of an error
      const unknown = Object.keys(value).filter((key) => !known.has(key));
      const errors = [
        ...[must.validate(value, context), may.validate(value, context)].flatMap((part) =>
          isLeft(part) ? part.left : [],
        ),
        ...unknown.map((key) => unknownKey(key, [...known], context)),
      ];
      return errors.length > 0 ? t.failures(errors) : t.success(value as Closed<R, O>);
    },
    (value) => value,
  );
}

function unknownKey(key: string, known: readonly string[], context: t.Context): t.ValidationError {
  const type = new t.Type<unknown>(ONE_OF + known.join(', '), t.unknown.is, t.success, t.identity);
  return { value: key, context: [...context, { key, type }], message: UNKNOWN_KEY };
}

/** A value that `is` accepts; `name` describes it. */
export const such = <T>(name: string, is: (value: unknown) => value is T): t.Type<T, T> =>
  new t.Type<T, T, unknown>(
    name,
    is,
    (value, context) => (is(value) ? t.success(value) : t.failure(value, context)),
    t.identity,
  );

/** One of a few words. */
export const oneOf = <const W extends readonly string[]>(words: W): t.Type<W[number], W[number]> =>
  such(ONE_OF + words.join(', '), (value): value is W[number] => typeof value === 'string' && words.includes(value));

/** One of the keys of a table. */
export const keyOf = <T extends Readonly<Record<string, unknown>>>(
  table: T,
): t.Type<keyof T & string, keyof T & string> => oneOf(Object.keys(table) as readonly (keyof T & string)[]);

/** One text, or a list of them. */
export const texts = (name: string): t.Type<string | readonly string[], string | readonly string[]> =>
  such(name, (value): value is string | readonly string[] =>
    [value].flat().every((item: unknown) => typeof item === 'string'),
  );

/** The form of the names of nodes, parameters and graphs. */
const NAME = /^[A-Za-z][\w-]*$/;

/**
 * A map from names to values of one type.
 *
 * @param reserved names that mean something else
 */
export function named<C extends t.Mixed>(
  name: string,
  values: C,
  reserved: readonly string[] = [],
): t.Type<Readonly<Record<string, t.TypeOf<C>>>, unknown> {
  const record = t.record(t.string, values, name);
  const allowed = `a name: letters, digits, - and _, first a letter${reserved.map((word) => `, not "${word}"`).join('')}`;
  const type = new t.Type<unknown>(allowed, t.unknown.is, t.success, t.identity);
  return new t.Type<Readonly<Record<string, t.TypeOf<C>>>, unknown>(
    name,
    record.is,
    (value, context) => {
      if (!isObject(value)) return t.failure(value, context);
      const wrong = Object.keys(value)
        .filter((key) => !NAME.test(key) || reserved.includes(key))
        .map((key) => ({ value: key, context: [...context, { key, type }] }));
      const decoded = record.validate(value, context);
      const errors = [...wrong, ...(isLeft(decoded) ? decoded.left : [])];
      return errors.length > 0 ? t.failures(errors) : t.success(value);
    },
    (value) => value,
  );
}

/** An object whose key `tag` selects one of the codecs. */
export function tagged<M extends Readonly<Record<string, t.Mixed>>>(
  name: string,
  tag: string,
  codecs: M,
): t.Type<t.TypeOf<M[keyof M]>, unknown> {
  const tags = oneOf(Object.keys(codecs));
  return new t.Type<t.TypeOf<M[keyof M]>, unknown>(
    name,
    (value): value is t.TypeOf<M[keyof M]> =>
      isObject(value) && tags.is(value[tag]) && codecs[value[tag]]?.is(value) === true,
    (value, context) => {
      if (!isObject(value)) return t.failure(value, context);
      const chosen = value[tag];
      if (!tags.is(chosen)) return tags.validate(chosen, [...context, { key: tag, type: tags, actual: chosen }]);
      return codecs[chosen]?.validate(value, context) as never;
    },
    (value) => value,
  );
}
