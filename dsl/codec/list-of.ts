import * as t from 'io-ts';
import { described, type Expectation } from './expectation.js';

/** A list of values of one codec. */
export const listOf = <C extends t.Mixed>(codec: C, expectation: Expectation): t.ReadonlyArrayC<C> =>
  described(t.readonlyArray(codec), { ...expectation, each: codec });

/** Three values of one codec: for frames, height and width. */
export const threeOf = <T>(
  codec: t.Type<T, T>,
  expectation: Expectation,
): t.Type<readonly [T, T, T], readonly [T, T, T]> => {
  const tuple = t.readonly(t.tuple([codec, codec, codec]));
  // of a list of another length the whole is wrong, not an element that is not there
  const three = new t.Type<readonly [T, T, T], readonly [T, T, T]>(
    tuple.name,
    tuple.is,
    (value, context) =>
      Array.isArray(value) && value.length !== 3 ? t.failure(value, context) : tuple.validate(value, context),
    tuple.encode,
  );
  // one value is most likely meant for all three, and of two the last for height and width
  const near = (value: unknown): unknown => {
    const given = [value].flat();
    return given.length > 0 && given.every((item) => codec.is(item))
      ? [given[0], given[1] ?? given[0], given[2] ?? given.at(-1)]
      : undefined;
  };
  return described(three, { ...expectation, near });
};

/** A map from any key to values of one codec. */
export const mapOf = <C extends t.Mixed>(codec: C, expectation: Expectation): t.RecordC<t.StringC, C> =>
  described(t.record(t.string, codec), { ...expectation, each: codec });
