import { tf } from '../tensor/tf.js';
import { crossAttention, selfAttention, type AttentionShape } from '../tensor/attention.js';
import { biasGelu } from '../tensor/bias-gelu.js';
import { layerNorm, normLinear, type Norm } from '../tensor/layer-norm.js';
import { linear, linearResidual } from '../tensor/linear.js';
import { mlpResidual as mlpOperation, type Dense } from '../tensor/mlp-residual.js';
import { weight, type Weights } from './parameters.js';

/** The kernel and bias of a dense layer, by its name. */
const denseWeights = (weights: Weights, name: string): Dense => ({
  kernel: weight(weights, `${name}.kernel`),
  bias: weight(weights, `${name}.bias`),
});

/** The scale and shift of a layer norm, by its name. */
const normWeights = (weights: Weights, name: string): Norm => ({
  gamma: weight(weights, `${name}.gamma`),
  beta: weight(weights, `${name}.beta`),
});

/** x · kernel + bias, with the weights of a name. */
export function dense(weights: Weights, name: string, x: tf.Tensor2D): tf.Tensor2D {
  const { kernel, bias } = denseWeights(weights, name);
  return linear(x, kernel, bias);
}

/** Layer norm with the weights of a name. */
export const norm = (weights: Weights, name: string, x: tf.Tensor2D): tf.Tensor2D =>
  layerNorm(x, normWeights(weights, name));

/** dense(norm(x)), with the weights of two names. */
export function normDense(weights: Weights, normName: string, denseName: string, x: tf.Tensor2D): tf.Tensor2D {
  const { kernel, bias } = denseWeights(weights, denseName);
  return normLinear(x, normWeights(weights, normName), kernel, bias);
}

/** dense2(GELU(dense1(x))). */
export function mlp(weights: Weights, name: string, x: tf.Tensor2D): tf.Tensor2D {
  const first = denseWeights(weights, `${name}.dense1`);
  return dense(weights, `${name}.dense2`, biasGelu(linear(x, first.kernel), first.bias));
}

/** x + MLP(LN x). */
export const mlpResidual = (weights: Weights, name: string, x: tf.Tensor2D): tf.Tensor2D =>
  mlpOperation(
    x,
    normWeights(weights, `${name}.norm`),
    denseWeights(weights, `${name}.dense1`),
    denseWeights(weights, `${name}.dense2`),
  );

/** x + MHA(LN x, source). The norm applies to the queries, not to keys and values (RIN). */
export function crossAttentionResidual(
  weights: Weights,
  name: string,
  x: tf.Tensor2D,
  source: tf.Tensor2D,
  shape: AttentionShape,
): tf.Tensor2D {
  const query = normDense(weights, `${name}.norm`, `${name}.attention.query`, x);
  const keyValue = dense(weights, `${name}.attention.keyValue`, source);
  return residual(weights, `${name}.attention.out`, x, crossAttention(query, keyValue, shape));
}

/** x + MHA(LN x, LN x). */
export function selfAttentionResidual(
  weights: Weights,
  name: string,
  x: tf.Tensor2D,
  shape: AttentionShape,
): tf.Tensor2D {
  const packed = normDense(weights, `${name}.norm`, `${name}.attention.queryKeyValue`, x);
  return residual(weights, `${name}.attention.out`, x, selfAttention(packed, shape));
}

/** x + dense(branch). */
export function residual(weights: Weights, name: string, x: tf.Tensor2D, branch: tf.Tensor2D): tf.Tensor2D {
  const { kernel, bias } = denseWeights(weights, name);
  return linearResidual(x, branch, kernel, bias);
}
