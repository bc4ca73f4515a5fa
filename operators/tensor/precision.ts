import { HpdmError } from '../../dsl/index.js';
import { bf16Refusal } from './bf16-refusal.js';
import { native } from './native.js';
import type { Bf16Instructions } from './native-kernels.js';

/** In what the products of weights and activations are computed; sums and everything else are in float32. */
export const PRECISIONS = ['float32', 'bf16'] as const;
/** One of them. */
export type Precision = (typeof PRECISIONS)[number];

let current: Precision = 'float32';

/**
 * Call a function in which products of matrices, and those of their gradients, are computed in a precision: for bf16, both factors are
 * rounded to bfloat16. The weights stay in float32 (mixed precision; Micikevicius et al. 2018).
 *
 * @param compute synchronous; gradients are taken within it
 * fails E_PRECISION, with what is missing, where nothing computes in it
 */
export function withPrecision<T>(precision: Precision, compute: () => T): T {
  const refusal = precision === 'bf16' ? bf16Refusal() : undefined;
  if (refusal !== undefined) throw new HpdmError({ code: 'E_PRECISION', ...refusal });
  const before = current;
  current = precision;
  try {
    return compute();
  } finally {
    current = before;
  }
}

/** The instructions for products at present; undefined: products are in float32. */
export const productInstructions = (): Bf16Instructions | undefined =>
  current === 'bf16' ? native()?.bf16Instructions() : undefined;
