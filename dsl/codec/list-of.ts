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
  // one value is most likely meant for all three
  const near = (value: unknown): unknown => (codec.is(value) ? [value, value, value] : undefined);
  return described(t.readonly(t.tuple([codec, codec, codec])), { ...expectation, near });
};

/** A map from any key to values of one codec. */
export const mapOf = <C extends t.Mixed>(codec: C, expectation: Expectation): t.RecordC<t.StringC, C> =>
  described(t.record(t.string, codec), { ...expectation, each: codec });
