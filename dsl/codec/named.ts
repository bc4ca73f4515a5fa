import * as t from 'io-ts';
import { isLeft } from 'fp-ts/lib/Either.js';
import { described, type Expectation } from './expectation.js';
import { isObject } from './is-object.js';

/** The form of the names of nodes, parameters and graphs. */
const NAME = /^[A-Za-z][\w-]*$/;

/**
 * A map from names to values of one type.
 *
 * @param reserved names that mean something else
 */
export function named<C extends t.Mixed>(
  expectation: Expectation,
  values: C,
  reserved: readonly string[] = [],
): t.Type<Readonly<Record<string, t.TypeOf<C>>>, unknown> {
  const record = t.record(t.string, values, expectation.expected);
  const name = nameExpected(reserved);
  const codec = new t.Type<Readonly<Record<string, t.TypeOf<C>>>, unknown>(
    expectation.expected,
    record.is,
    (value, context) => {
      if (!isObject(value)) return t.failure(value, context);
      const wrong = Object.keys(value)
        .filter((key) => !NAME.test(key) || reserved.includes(key))
        .map((key) => ({ value: key, context: [...context, { key, type: name }] }));
      const decoded = record.validate(value, context);
      const errors = [...wrong, ...(isLeft(decoded) ? decoded.left : [])];
      return errors.length > 0 ? t.failures(errors) : t.success(value);
    },
    (value) => value,
  );
  return described(codec, { ...expectation, each: values });
}

/** Stands in an error's context for a key that is not a name. */
function nameExpected(reserved: readonly string[]) {
  const but = reserved.map((word) => `, not "${word}"`).join('');
  const expected = `a name: letters, digits, - and _, first a letter${but}`;
  const codec = new t.Type<unknown>(expected, t.unknown.is, t.success, t.identity);
  return described(codec, { expected, example: 'NAME', key: 'no name' });
}
