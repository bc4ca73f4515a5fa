import { HpdmError, type FaultCode } from '../../dsl/index.js';
import { fillNormals, fillUniforms } from './fill-normals.js';
import { philox, type PhiloxKey } from './philox.js';

/** Names one stream of random numbers; streams with different keys are independent. */
export interface StreamKey {
  /** Seed of the run: any safe integer, 0 included. */
  readonly seed: number;
  /** The use of the numbers: `noise`, `init`, `data` … Different purposes never get the same numbers. */
  readonly purpose: string;
  /** Level of the cascade, 0 ≤ level < 2¹⁶; default 0. */
  readonly level?: number;
  /** Number of the item in a batch, a data set or a list of tensors, 0 ≤ item < 2³²; default 0. */
  readonly item?: number;
}

/**
 * Random numbers by position. Reading [a, b) gives the same numbers as that part of any longer read, so a result does not
 * depend on the batch size, the order of tiles or the backend. Positions run from 0 to 2³⁴ − 1.
 * The three kinds of numbers are made from the same words, so use a separate stream for each purpose.
 */
export interface Stream {
  /** `n` float32 from `offset` on, uniform over the 2²³ values (k + ½)·2⁻²³; never 0 or 1. */
  uniform(this: void, n: number, offset?: number): Float32Array;
  /** `n` float32 from `offset` on, standard normal (Box–Muller; |x| < 6.8). */
  normal(this: void, n: number, offset?: number): Float32Array;
  /** The same numbers, written into an array. */
  fillNormal(this: void, out: Float32Array, offset?: number): void;
  /**
   * `n` int32 from `offset` on, exactly uniform over 0 … below − 1, 1 ≤ below ≤ 2³¹. A word in the incomplete last run of
   * `below` values is rejected and replaced by the word at the same position of the next attempt.
   */
  integers(this: void, n: number, below: number, offset?: number): Int32Array;
}

const POSITIONS = 2 ** 34;
/** Number of words to compute at a time: they fit into the first-level cache; a multiple of a block. */
const CHUNK = 4096;

/**
 * The stream of a key. Philox4x32-10 with
 *
 *   key      (seed mod 2³², ⌊seed / 2³²⌋), the seed as a two's complement 64-bit number
 *   counter  (block, item, level + 2¹⁶·attempt, FNV-1a 32 of the purpose in UTF-8), least significant word first
 *
 * where position p is word p mod 4 of block ⌊p / 4⌋, and attempt is 0 except for integers that are drawn again.
 * fails E_RANDOM_KEY for a seed, level or item outside its range; E_RANDOM_READ for a bad n, offset or below
 */
export function stream(key: StreamKey): Stream {
  const first = philoxKey(key);
  const fillNormal = (out: Float32Array, offset = 0): void => {
    forWords(first, count(out.length, offset), offset, (words, from, at, length) => {
      fillNormals(words, from, out.subarray(at, at + length));
    });
  };
  return {
    uniform: (n, offset = 0) => {
      const out = new Float32Array(count(n, offset));
      forWords(first, n, offset, (words, from, at, length) => {
        fillUniforms(words, from, out.subarray(at, at + length));
      });
      return out;
    },
    normal: (n, offset = 0) => {
      const out = new Float32Array(count(n, offset));
      fillNormal(out, offset);
      return out;
    },
    fillNormal,
    integers: (n, below, offset = 0) => {
      inRange('E_RANDOM_READ', 'below', below, 1, 2 ** 31);
      const out = new Int32Array(count(n, offset));
      const limit = 2 ** 32 - (2 ** 32 % below);
      forWords(first, n, offset, (words, from, at, length) => {
        for (let i = 0; i < length; i++) {
          const word = (words[from + i] as number) >>> 0;
          out[at + i] = (word < limit ? word : drawAnew(first, offset + at + i, limit)) % below;
        }
      });
      return out;
    },
  };
}

/** The seven numbers of a place in a stream. */
export type PlaceInStream = readonly [number, number, number, number, number, number, number];

/**
 * Where numbers of a stream are read, as hpdm's own kernels take it (native/normals.h): the key, counter words 1 to 3, the block and the
 * position in it.
 */
export function placeInStream(key: StreamKey, offset: number): PlaceInStream {
  const { key: words, counter } = philoxKey(key);
  return [...words, ...counter, Math.floor(offset / 4) | 0, offset % 4];
}

/** Call `use` for parts of a read: words [from, from + length) of a scratch array are those of positions [at, at + length). */
function forWords(
  key: PhiloxKey,
  n: number,
  offset: number,
  use: (words: Int32Array, from: number, at: number, length: number) => void,
): void {
  const scratch = new Int32Array(Math.min(CHUNK, 4 * Math.ceil((n + 3) / 4)));
  for (let at = 0; at < n;) {
    const block = Math.floor((offset + at) / 4);
    const from = (offset + at) % 4;
    const length = Math.min(n - at, scratch.length - from);
    const words = scratch.subarray(0, 4 * Math.ceil((from + length) / 4));
    philox(words, block, key);
    use(words, from, at, length);
    at += length;
  }
}

/** The first word below `limit` at a position among attempts 1, 2 … */
function drawAnew({ key, counter }: PhiloxKey, position: number, limit: number): number {
  const words = new Int32Array(4);
  const [item, level, purpose] = counter;
  for (let attempt = 1; attempt < 2 ** 15; attempt++) {
    philox(words, Math.floor(position / 4), { key, counter: [item, level + attempt * 2 ** 16, purpose] });
    const word = (words[position % 4] as number) >>> 0;
    if (word < limit) return word;
  }
  throw new HpdmError({ code: 'E_RANDOM_READ', message: 'Philox rejected 32,767 words in a row', try: 'another seed' });
}

function philoxKey({ seed, purpose, level = 0, item = 0 }: StreamKey): PhiloxKey {
  inRange('E_RANDOM_KEY', 'seed', seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  inRange('E_RANDOM_KEY', 'level', level, 0, 2 ** 16 - 1);
  inRange('E_RANDOM_KEY', 'item', item, 0, 2 ** 32 - 1);
  return {
    key: [seed | 0, Math.floor(seed / 2 ** 32) | 0],
    counter: [item | 0, level, fnv1a(purpose)],
  };
}

/** FNV-1a, 32 bits, of a text's UTF-8 bytes. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5 | 0;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}

function count(n: number, offset: number): number {
  inRange('E_RANDOM_READ', 'offset', offset, 0, POSITIONS);
  inRange('E_RANDOM_READ', 'n', n, 0, POSITIONS - offset);
  return n;
}

function inRange(code: FaultCode, name: string, value: number, min: number, max: number): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return;
  throw new HpdmError({
    code,
    expected: `${name}: a whole number from ${min} to ${max}`,
    got: String(value),
    try: `a whole number for ${name}`,
  });
}
