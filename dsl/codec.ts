import * as t from 'io-ts';
import { isLeft } from 'fp-ts/lib/Either.js';

type Optional<P extends t.Props> = { [K in keyof P]?: t.TypeOf<P[K]> };
type Closed<R extends t.Props, O extends t.Props> = { [K in keyof R]: t.TypeOf<R[K]> } & Optional<O>;

/** Marks the message of an unknown key, so that the reporter can tell it from a wrong value. */
export const UNKNOWN_KEY = 'unknown key';

/**
 * An object with exactly these keys. io-ts's `strict` drops unknown keys in silence; here they are errors.
 *
 * @param required keys that must be there
 * @param optional keys that may be left out
 */
export function closed<R extends t.Props, O extends t.Props = t.Props>(
  name: string,
  required: R,
  optional?: O,
): t.Type<Closed<R, O>, unknown> {
  const [must, may] = [t.type(required, name), t.partial(optional ?? {}, name)];
  const known = new Set([...Object.keys(required), ...Object.keys(optional ?? {})]);
  return new t.Type<Closed<R, O>, unknown>(
    name,
    (value): value is Closed<R, O> => must.is(value) && may.is(value),
    (value, context) => {
      // one after the other, not as an intersection: that would put its own steps into the path of an error
      const unknown = Object.keys(value ?? {}).filter((key) => !known.has(key));
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
  const type = new t.Type<unknown>(`one of ${known.join(', ')}`, t.unknown.is, t.success, t.identity);
  return { value: key, context: [...context, { key, type }], message: UNKNOWN_KEY };
}
