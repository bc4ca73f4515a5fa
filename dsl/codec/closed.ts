import * as t from 'io-ts';
import { isLeft } from 'fp-ts/lib/Either.js';
import { described, type Expectation } from './expectation.js';
import { isObject } from './is-object.js';
import { wordsExpected } from './one-of.js';

type Optional<P extends t.Props> = { readonly [K in keyof P]?: t.TypeOf<P[K]> };
type Closed<R extends t.Props, O extends t.Props> = { readonly [K in keyof R]: t.TypeOf<R[K]> } & Optional<O>;

/**
 * An object with exactly these keys. io-ts's `strict` silently drops unknown keys; here they are errors.
 *
 * @param required keys that must be there
 * @param optional keys that may be left out
 */
export function closed<R extends t.Props, O extends t.Props>(
  expectation: Expectation,
  required: R,
  optional: O,
): t.Type<Closed<R, O>, unknown> {
  const [must, may] = [t.type(required, expectation.expected), t.partial(optional, expectation.expected)];
  const known = [...Object.keys(required), ...Object.keys(optional)];
  const unknown = unknownKey(known);
  const codec = new t.Type<Closed<R, O>, unknown>(
    expectation.expected,
    (value): value is Closed<R, O> => must.is(value) && may.is(value),
    (value, context) => {
      if (!isObject(value)) return t.failure(value, context);
      // one after the other, not as an intersection: that would put its own steps into the path of an error
      const errors = [
        ...[must.validate(value, context), may.validate(value, context)].flatMap((part) =>
          isLeft(part) ? part.left : [],
        ),
        ...Object.keys(value)
          .filter((key) => !known.includes(key))
          .map((key) => ({ value: key, context: [...context, { key, type: unknown }] })),
      ];
      return errors.length > 0 ? t.failures(errors) : t.success(value as Closed<R, O>);
    },
    (value) => value,
  );
  return described(codec, { ...expectation, keys: { ...required, ...optional } });
}

/** Stands in an error's context for a key that is not known. */
function unknownKey(known: readonly string[]) {
  const expectation = { ...wordsExpected(known), key: 'unknown' as const };
  return described(new t.Type<unknown>(expectation.expected, t.unknown.is, t.success, t.identity), expectation);
}
