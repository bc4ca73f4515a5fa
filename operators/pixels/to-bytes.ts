import { HpdmError } from '../../dsl/index.js';

interface Part {
  /** The first number to take, and how many. */
  readonly from?: number;
  readonly length?: number;
  /** Where the bytes go; a new array if left out. */
  readonly into?: Uint8Array;
  readonly to?: number;
  /** The place where the numbers entered, for messages. */
  readonly place?: string;
}

/**
 * Turn numbers in [-1, 1] into bytes, halves rounded up: the same on every backend.
 *
 * @param values clamped to [-1, 1]
 * @returns the array that the bytes are in
 * fails E_NOT_FINITE when a value is NaN
 */
export function toBytes(values: ArrayLike<number>, part: Part = {}): Uint8Array {
  const { from = 0, length = values.length - from, into = new Uint8Array(length), to = 0, place = 'video' } = part;
  for (let i = 0; i < length; i++) {
    const value = values[from + i] as number;
    if (Number.isNaN(value)) throw notFinite(place);
    into[to + i] = Math.floor((Math.min(1, Math.max(-1, value)) + 1) * 127.5 + 0.5);
  }
  return into;
}

const notFinite = (place: string) =>
  new HpdmError({
    code: 'E_NOT_FINITE',
    path: place,
    expected: 'a video of numbers in [-1, 1]',
    got: 'NaN',
    try: 'an earlier checkpoint, or a lower learning rate: the model has diverged',
  });
