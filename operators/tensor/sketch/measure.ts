import { withTf } from '../tf.js';
import { Engine, withEngine } from './engine.js';
import { sketchesIn } from './sketch.js';
import { sketchTf } from './sketch-tf.js';

/** What some work takes, and what it made. */
export interface Measured<T> {
  /** With sketches in the place of tensors. */
  readonly value: T;
  /** Floating-point operations of matrix products, two for each multiply and add. */
  readonly flops: number;
  /** Patches that went through the network. */
  readonly patches: number;
  /** Largest sum of the bytes of tensors alive, those of `given` included. */
  readonly bytes: number;
}

/**
 * Run operators on sketches of tensors, which have shapes and no numbers, and count what they would take.
 *
 * Everything that uses tensors through `tensor/tf.js` can be measured, as TensorFlow with hpdm's own kernels would run it; no
 * backend is loaded. It must answer at once and not look at a tensor's numbers.
 *
 * @param given what is alive meanwhile: inputs
 * fails RangeError where shapes do not fit; TypeError where the work uses what sketches do not have
 */
export function measure<T>(work: () => T, given: unknown = []): Measured<T> {
  const engine = new Engine(bytesOf(given));
  const value = withEngine(engine, () => withTf(sketchTf, work));
  if (value instanceof Promise) throw new TypeError('only what answers at once can be measured');
  const { flops, patches, most: bytes } = engine;
  return { value, flops, patches, bytes };
}

/** Bytes of all sketches in a value. */
export const bytesOf = (value: unknown): number => [...sketchesIn(value)].reduce((sum, { bytes }) => sum + bytes, 0);
