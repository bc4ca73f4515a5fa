import * as t from 'io-ts';
import { described, type Expectation } from './expectation.js';

/** A codec of the values that `is` accepts. */
export const such = <T>(expectation: Expectation, is: (value: unknown) => value is T): t.Type<T, T> =>
  described(
    new t.Type<T, T, unknown>(
      expectation.expected,
      is,
      (value, context) => (is(value) ? t.success(value) : t.failure(value, context)),
      t.identity,
    ),
    expectation,
  );
