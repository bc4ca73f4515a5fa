import { tf } from './tf.js';
import { geluForward, geluGradient } from './bias-gelu.js';
import { foldNorm, foldedGradient, normalise, normaliseGradient, unfoldNorm, type Norm } from './layer-norm.js';
import { kernelGradient, matMul, matMulAdd, matMulT, matTMul } from './matmul.js';
import type { Dense } from './mlp.js';
import { native } from './native.js';
import { PackedKernel } from './packed-kernel.js';
import { productInstructions } from './precision.js';
import { withGradient, type Differentiated } from './with-gradient.js';

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
    const all = given as Inputs;
    return fused(all) ?? inParts(all);
  });
}
type M = tf.Tensor2D;
type V = tf.Tensor1D;
type Inputs = [x: M, gamma: V, beta: V, kernel1: M, bias1: V, kernel2: M, bias2: V];

/** Layer by layer. */
function inParts([x, gamma, beta, kernel1, bias1, kernel2, bias2]: Inputs): Differentiated<M> {
  const [normal, inverse] = normalise(x);
  const folded = foldNorm(gamma, beta, kernel1, bias1);
  const before = matMul(normal, folded.kernel);
  const hidden = geluForward(before, folded.bias);
  return {
    value: matMulAdd(hidden, kernel2, bias2, x),
    save: [normal, inverse, before, folded.bias, hidden, gamma, beta, kernel1, kernel2],
    gradient,
  };
}

/** Both layers at once, as in `mlp`. */
function fused([x, gamma, beta, kernel1, bias1, kernel2, bias2]: Inputs): Differentiated<M> | undefined {
  const [kernels, bf16] = [native(), productInstructions()];
  if (kernels === undefined) return undefined;
  const [normal, inverse] = normalise(x);
  const folded = foldNorm(gamma, beta, kernel1, bias1);
  const [value, kept] = kernels.mlp(normal, [folded.kernel, folded.bias, kernel2, bias2], bf16, x);
  return {
    value,
    save: [normal, inverse, kept, folded.kernel, gamma, beta, kernel1, kernel2],
    gradient: (dy, saved) => {
      const [normal, inverse, kept, folded, gamma, beta, kernel1, kernel2] = saved as [M, M, V, M, V, V, M, M];
      const gradients = kernels.mlpGradient(normal, kept, [folded, kernel2], dy, bf16);
      const [dNormal, dFolded, dBias1, ...second] = gradients;
      const dx = normaliseGradient(dNormal, normal, inverse, dy);
      return [dx, ...unfoldNorm(gamma, beta, kernel1, dFolded, dBias1), dBias1, ...second];
    },
  };
}

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
