import { PackedKernel } from '../tensor/packed-kernel.js';
import type { Precision } from '../tensor/precision.js';
import type { tf } from '../tensor/tf.js';

/**
 * A weight as products in a precision take it: for bf16, kernels are packed and their float32 tensors disposed.
 *
 * fails E_PRECISION, with what is missing, where nothing computes in it
 */
export function inPrecision(precision: Precision, name: string, given: tf.Tensor): tf.Tensor | PackedKernel {
  if (!isPacked(precision, name)) return given;
  const packed = PackedKernel.of(given as tf.Tensor2D);
  given.dispose();
  return packed;
}

/** Whether a weight is packed; kernels are all that multiplies activations. */
export const isPacked = (precision: Precision, name: string): boolean =>
  precision === 'bf16' && name.endsWith('.kernel');
