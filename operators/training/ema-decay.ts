import { tf } from '../tensor/tf.js';

/**
 * Weight of the old average in a step, from a half-life in samples, which grows at the start of a run (EDM's training loop).
 *
 * @param seen samples before this update
 * @param batch samples of this update
 * @param halfLife in samples
 * @param rampUp the half-life is at most this fraction of the samples seen
 */
export function emaDecay(seen: number, batch: number, halfLife: number, rampUp: number): number {
  const effective = Math.min(halfLife, seen * rampUp);
  return effective <= 0 ? 0 : 0.5 ** (batch / effective);
}

/** average · decay + value · (1 − decay), as a new tensor. */
export const blend = (average: tf.Tensor1D, value: tf.Tensor1D, decay: number): tf.Tensor1D =>
  tf.tidy(() => tf.add(value, tf.mul(tf.sub(average, value), decay)));
