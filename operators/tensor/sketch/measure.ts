import { withTf } from '../tf.js';
import { Engine, withEngine } from './engine.js';
import { sketchesIn } from './sketch.js';
import { sketchTf } from './sketch-tf.js';

/** The cost of some work, and its result. */
export interface Measured<T> {
  /** The result, with sketches in place of tensors. */
  readonly value: T;
  /** Floating-point operations of matrix products, two for each multiply and add. */
  readonly flops: number;
  /** Number of patches that went through the network. */
  readonly patches: number;
  /** Largest sum of the bytes of tensors alive, those of `given` included. */
  readonly bytes: number;
  /** What the work chose to keep within its memory; undefined if there was nothing to choose. */
  readonly choice?: string;
}

/**
 * Run operators on sketches of tensors, which have shapes and no numbers, and count their cost.
 *
 * Any synchronous function that uses tensors through `tensor/tf.js`, and does not read their numbers, can be measured. The counts are
 * those of TensorFlow with hpdm's own kernels; no backend is loaded.
 *
 * @param given values that are alive during the work, such as its inputs
 * fails RangeError when shapes do not fit; TypeError when the work uses something that sketches do not have
 */
export function measure<T>(work: () => T, given: unknown = []): Measured<T> {
  const engine = new Engine(bytesOf(given));
  const value = withEngine(engine, () => withTf(sketchTf, work));
  if (value instanceof Promise) throw new TypeError('only what answers at once can be measured');
  const { flops, patches, most: bytes, choice } = engine;
  return { value, flops, patches, bytes, ...(choice === undefined ? {} : { choice }) };
}

/** Bytes of all sketches in a value; numbers that several of them share count once. */
export const bytesOf = (value: unknown): number =>
  [...new Set([...sketchesIn(value)].map(({ data }) => data))].reduce((sum, { bytes }) => sum + bytes, 0);
