import type * as t from 'io-ts';

/** What a codec accepts, in the user's words; messages are made of it, and what an editor proposes. */
export interface Expectation {
  readonly expected: string;
  /** YAML that the codec accepts; words in capitals stand for what only the user knows. */
  readonly example: string;
  /** The possible words, if the codec accepts a few only. */
  readonly words?: readonly string[];
  /** The value that the codec accepts and that is closest to a wrong one; undefined if none is close. */
  readonly near?: (value: unknown) => unknown;
  /** The keys of a map that has no others, with their codecs. */
  readonly keys?: Readonly<Record<string, t.Mixed>>;
  /** The codec of each value of a list, or of a map from names. */
  readonly each?: t.Mixed;
  /** The codecs of a map by the value of the key that selects one of them. */
  readonly forms?: { readonly tag: string; readonly codecs: Readonly<Record<string, t.Mixed>> };
  /** What is wrong with a key: it is not known, or it is not a name. Left out where the value is wrong. */
  readonly key?: 'unknown' | 'no name';
}

const EXPECTATIONS = new WeakMap<object, Expectation>();

/** Note what a codec accepts. */
export function described<C extends t.Any>(codec: C, expectation: Expectation): C {
  EXPECTATIONS.set(codec, expectation);
  return codec;
}

/** What a codec accepts; one without a description has its name only. */
export const expectationOf = (codec: t.Decoder<never, unknown> & { readonly name: string }): Expectation =>
  EXPECTATIONS.get(codec) ?? { expected: codec.name, example: 'VALUE' };
