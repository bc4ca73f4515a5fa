import { biasGelu } from './bias-gelu.js';
import { linear } from './linear.js';
import { PackedKernel, type Kernel } from './packed-kernel.js';
import type { tf } from './tf.js';

/**
 * gelu(x · kernel + bias), the first half of an MLP.
 *
 * @param x [rows, in]
 * @param kernel [in, out]; a packed one has no gradient
 * @param bias [out]
 * @returns [rows, out]
 */
export const linearGelu = (x: tf.Tensor2D, kernel: Kernel, bias: tf.Tensor1D): tf.Tensor2D =>
  kernel instanceof PackedKernel ? kernel.product(x, { bias, gelu: true }) : biasGelu(linear(x, kernel), bias);
