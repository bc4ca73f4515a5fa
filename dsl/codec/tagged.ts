import * as t from 'io-ts';
import { described, type Expectation } from './expectation.js';
import { isObject } from './is-object.js';
import { keyOf } from './one-of.js';

/** An object whose key `tag` selects one of the codecs. */
export function tagged<M extends Readonly<Record<string, t.Mixed>>>(
  expectation: Expectation,
  tag: string,
  codecs: M,
): t.Type<t.TypeOf<M[keyof M]>, unknown> {
  const tags = keyOf(codecs);
  const codec = new t.Type<t.TypeOf<M[keyof M]>, unknown>(
    expectation.expected,
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
  return described(codec, { ...expectation, forms: { tag, codecs } });
}
