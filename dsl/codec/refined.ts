import * as t from 'io-ts';
import { isLeft } from 'fp-ts/lib/Either.js';
import { described, expectationOf, type Expectation } from './expectation.js';

/** What is wrong with a value: a key of it, or the whole, with what the codec would accept there. */
export interface Misfit extends Pick<Expectation, 'expected' | 'example'> {
  readonly key?: string;
}

/** A codec that refuses some values of another one, whose description it keeps. */
export const refined = <T>(
  codec: t.Type<T, unknown>,
  misfitOf: (value: T) => Misfit | undefined,
): t.Type<T, unknown> => {
  const better = new t.Type<T, unknown>(
    codec.name,
    (value): value is T => codec.is(value) && misfitOf(value) === undefined,
    (value, context) => {
      const decoded = codec.validate(value, context);
      const misfit = isLeft(decoded) ? undefined : misfitOf(decoded.right);
      return misfit === undefined ? decoded : t.failures([errorOf(value, context, misfit)]);
    },
    codec.encode,
  );
  return described(better, expectationOf(codec));
};

function errorOf(value: unknown, context: t.Context, { key, ...expectation }: Misfit): t.ValidationError {
  const type = described(new t.Type<unknown>(expectation.expected, t.unknown.is, t.success, t.identity), expectation);
  const last = context.at(-1);
  if (key === undefined) return { value, context: [...context.slice(0, -1), { key: last?.key ?? '', type }] };
  return { value: (value as Readonly<Record<string, unknown>>)[key], context: [...context, { key, type }] };
}
