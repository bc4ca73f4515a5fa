import { native } from '../tensor/native.js';
import { PackedKernel } from '../tensor/packed-kernel.js';
import type { Precision } from '../tensor/precision.js';
import type { tf } from '../tensor/tf.js';

/**
 * A weight as products in a precision take it: where hpdm's own kernels are, and always for bf16, kernels are packed and their float32
 * tensors disposed.
 *
 * fails E_PRECISION, with what is missing, where nothing computes in it
 */
export function inPrecision(precision: Precision, name: string, given: tf.Tensor): tf.Tensor | PackedKernel {
  if (!isKernel(name) || (precision === 'float32' && native() === undefined)) return given;
  const packed = PackedKernel.of(given as tf.Tensor2D, precision);
  given.dispose();
  return packed;
}

/** Whether a weight is a kernel; they are all that multiplies activations. */
export const isKernel = (name: string): boolean => name.endsWith('.kernel');
