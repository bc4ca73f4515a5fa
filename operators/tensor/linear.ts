import { tf } from './tf.js';
import { PackedKernel, type Kernel } from './packed-kernel.js';
import { kernelGradient, matMulAdd, matMulT, matTMul } from './matmul.js';
import { withGradient } from './with-gradient.js';

/**
 * y = x · kernel + bias, on matrices. All products of weights and activations use this function.
 *
 * @param x [rows, in]
 * @param kernel [in, out]; a packed one has no gradient
 * @param bias [out]; undefined: no bias
 * @returns [rows, out]
 */
export function linear(x: tf.Tensor2D, kernel: Kernel, bias?: tf.Tensor1D): tf.Tensor2D {
  if (kernel instanceof PackedKernel) return kernel.product(x, { bias });
  const inputs = bias === undefined ? [x, kernel] : [x, kernel, bias];
  return withGradient<tf.Tensor2D>(inputs, (...given) => {
    const [x, kernel, added] = given as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D?];
    return {
      value: matMulAdd(x, kernel, added),
      save: [x, kernel],
      gradient: (dy, saved) => {
        const [x, kernel] = saved as [tf.Tensor2D, tf.Tensor2D];
        return [matMulT(dy, kernel), ...(bias === undefined ? [matTMul(x, dy)] : kernelGradient(x, dy))];
      },
    };
  });
}

/**
 * skip + x · kernel + bias, the end of a residual branch.
 *
 * @param skip [rows, out]
 * @param x [rows, in]
 */
export function linearResidual(skip: tf.Tensor2D, x: tf.Tensor2D, kernel: Kernel, bias: tf.Tensor1D): tf.Tensor2D {
  if (kernel instanceof PackedKernel) return kernel.product(x, { bias, skip });
  return withGradient<tf.Tensor2D>([skip, x, kernel, bias], (...given) => {
    const [skip, x, kernel, bias] = given as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
    return {
      value: matMulAdd(x, kernel, bias, skip),
      save: [x, kernel],
      gradient: (dy, saved) => {
        const [x, kernel] = saved as [tf.Tensor2D, tf.Tensor2D];
        return [tf.clone(dy), matMulT(dy, kernel), ...kernelGradient(x, dy)];
      },
    };
  });
}
