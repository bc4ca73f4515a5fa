import { tf } from './tf.js';
import { geluForward, geluGradient } from './bias-gelu.js';
import { foldNorm, foldedGradient, normalise, unfoldNorm, type Norm } from './layer-norm.js';
import { kernelGradient, matMul, matMulAdd, matMulT, matTMul } from './matmul.js';
import { PackedKernel, type Kernel } from './packed-kernel.js';
import { withGradient } from './with-gradient.js';

/** A dense layer: kernel [in, out] and bias [out]. */
export interface Dense {
  readonly kernel: Kernel;
  readonly bias: tf.Tensor1D;
}

/**
 * x + dense2(gelu(dense1(LN x))) as one operation, which passes over the inner activations once forward and once backward.
 *
 * @param x [rows, d]
 * @param first its kernel and that of `second` are both packed, and then there is no gradient, or both in float32
 * @returns [rows, d]
 */
export function mlpResidual(x: tf.Tensor2D, { gamma, beta }: Norm, first: Dense, second: Dense): tf.Tensor2D {
  if (first.kernel instanceof PackedKernel && second.kernel instanceof PackedKernel) {
    return first.kernel.mlp(x, { norm: { gamma, beta }, bias: first.bias }, { ...second, kernel: second.kernel });
  }
  if (first.kernel instanceof PackedKernel || second.kernel instanceof PackedKernel)
    throw new TypeError('expected two packed kernels, or none');
  const inputs = [x, gamma, beta, first.kernel, first.bias, second.kernel, second.bias];
  return withGradient<tf.Tensor2D>(inputs, (...given) => {
    const [x, gamma, beta, kernel1, bias1, kernel2, bias2] = given as [M, V, V, M, V, M, V];
    const [normal, inverse] = normalise(x);
    const folded = foldNorm(gamma, beta, kernel1, bias1);
    const before = matMul(normal, folded.kernel);
    const hidden = geluForward(before, folded.bias);
    return {
      value: matMulAdd(hidden, kernel2, bias2, x),
      save: [normal, inverse, before, folded.bias, hidden, gamma, beta, kernel1, kernel2],
      gradient,
    };
  });
}
type M = tf.Tensor2D;
type V = tf.Tensor1D;

function gradient(dy: M, saved: readonly tf.Tensor[]): tf.Tensor[] {
  const [normal, inverse, before, bias, hidden, gamma, beta, kernel1, kernel2] = saved as [M, M, M, V, M, V, V, M, M];
  const [dBefore, dBias1] = geluGradient(before, bias, matMulT(dy, kernel2));
  return [
    foldedGradient(dBefore, kernel1, gamma, [normal, inverse], dy),
    ...unfoldNorm(gamma, beta, kernel1, matTMul(normal, dBefore), dBias1),
    dBias1,
    ...kernelGradient(hidden, dy),
  ];
}
