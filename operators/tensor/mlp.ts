import { biasGelu } from './bias-gelu.js';
import { linear } from './linear.js';
import { native } from './native.js';
import type { MlpLayers } from './native-kernels.js';
import { PackedKernel, type Kernel } from './packed-kernel.js';
import { productInstructions } from './precision.js';
import type { tf } from './tf.js';
import { withGradient } from './with-gradient.js';

/** A dense layer: kernel [in, out] and bias [out]. */
export interface Dense {
  readonly kernel: Kernel;
  readonly bias: tf.Tensor1D;
}

/**
 * dense2(gelu(dense1(x))). With hpdm's own kernels it is one operation, and of the hidden layer only the sums before GELU are in memory.
 *
 * @param x [rows, in]
 * @param first its kernel and that of `second` are both packed, and then there is no gradient, or both in float32
 * @returns [rows, out]
 */
export function mlp(x: tf.Tensor2D, first: Dense, second: Dense): tf.Tensor2D {
  if (first.kernel instanceof PackedKernel) {
    return linear(first.kernel.product(x, { bias: first.bias, gelu: true }), second.kernel, second.bias);
  }
  const [fused, using] = [native(), productInstructions()];
  if (fused === undefined || second.kernel instanceof PackedKernel) {
    return linear(biasGelu(linear(x, first.kernel), first.bias), second.kernel, second.bias);
  }
  return withGradient<tf.Tensor2D>([x, first.kernel, first.bias, second.kernel, second.bias], (...given) => {
    const [x, ...layers] = given as [tf.Tensor2D, ...MlpLayers];
    const [value, kept] = fused.mlp(x, layers, using);
    return {
      value,
      save: [x, kept, layers[0], layers[2]],
      gradient: (dy, saved) => {
        const [x, kept, w1, w2] = saved as [tf.Tensor2D, tf.Tensor1D, tf.Tensor2D, tf.Tensor2D];
        return fused.mlpGradient(x, kept, [w1, w2], dy, using);
      },
    };
  });
}
