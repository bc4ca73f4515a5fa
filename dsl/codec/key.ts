import * as t from 'io-ts';
import { described, expectationOf } from './expectation.js';

/** The facts about a key of a document that its reference shows, and the bounds that its checks read. */
export interface KeyFacts {
  /** What it does, as a phrase. */
  readonly about: string;
  /** The value of a document without the key. */
  readonly default?: unknown;
  /** The default in words, where it depends on other values. */
  readonly derived?: string;
  readonly unit?: string;
  /** Smallest value of the number, or of each number of a list. */
  readonly min?: number;
  /** The number, or each number of a list, must be larger than this. */
  readonly above?: number;
  /** The bounds in words, where they depend on other values; the document has a check of its own for them. */
  readonly bounds?: string;
  /** Where it comes from: a section of the HPDM paper, or another paper. */
  readonly source?: string;
}

const FACTS = new WeakMap<object, KeyFacts>();

/** A codec for the values of one key, which carries the facts about the key. */
export function key<A, O>(codec: t.Type<A, O>, facts: KeyFacts): t.Type<A, O> {
  const own = new t.Type<A, O>(codec.name, codec.is, codec.validate, codec.encode);
  FACTS.set(own, facts);
  return described(own, expectationOf(codec));
}

/** The facts about the key of a codec that `key` made. */
export function factsOfKey(codec: t.Mixed): KeyFacts {
  const facts = FACTS.get(codec);
  if (facts === undefined) throw new RangeError(`no facts about a key of type ${codec.name}`);
  return facts;
}
