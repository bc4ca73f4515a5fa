import { tf } from '../tensor/tf.js';
import { crossAttention, selfAttention } from '../tensor/attention.js';
import { GELU_SCALE, unscaledGelu } from '../tensor/gelu.js';
import { layerNorm, normLinear } from '../tensor/layer-norm.js';
import { linear } from '../tensor/linear.js';
import { weight, type Weights } from './parameters.js';

/** Kernel and bias of the dense layer of that name. */
const denseWeights = (weights: Weights, name: string): { kernel: tf.Tensor2D; bias: tf.Tensor1D } => ({
  kernel: weight(weights, `${name}.kernel`),
  bias: weight(weights, `${name}.bias`),
});

/** Scale and shift of the layer norm of that name. */
const normWeights = (weights: Weights, name: string): { gamma: tf.Tensor1D; beta: tf.Tensor1D } => ({
  gamma: weight(weights, `${name}.gamma`),
  beta: weight(weights, `${name}.beta`),
});

/** x · kernel + bias with the weights of that name. */
export function dense(weights: Weights, name: string, x: tf.Tensor2D): tf.Tensor2D {
  const { kernel, bias } = denseWeights(weights, name);
  return linear(x, kernel, bias);
}

/** Layer norm with the weights of that name. */
export function norm(weights: Weights, name: string, x: tf.Tensor2D): tf.Tensor2D {
  const { gamma, beta } = normWeights(weights, name);
  return layerNorm(x, gamma, beta);
}

/** dense(norm(x)), each with the weights of its name. */
export function normDense(weights: Weights, normName: string, denseName: string, x: tf.Tensor2D): tf.Tensor2D {
  const { kernel, bias } = denseWeights(weights, denseName);
  return normLinear(x, normWeights(weights, normName), kernel, bias);
}

/** dense2(GELU(dense1(x))), with a norm before dense1 if one is named. */
export function mlp(weights: Weights, name: string, x: tf.Tensor2D, normName?: string): tf.Tensor2D {
  const [first, second] = [denseWeights(weights, `${name}.dense1`), denseWeights(weights, `${name}.dense2`)];
  const kernel = tf.mul<tf.Tensor2D>(first.kernel, GELU_SCALE);
  const bias = tf.mul<tf.Tensor1D>(first.bias, GELU_SCALE);
  const hidden =
    normName === undefined ? linear(x, kernel, bias) : normLinear(x, normWeights(weights, normName), kernel, bias);
  return linear(unscaledGelu(hidden), tf.mul<tf.Tensor2D>(second.kernel, GELU_SCALE), second.bias);
}

/** x + MLP(LN x). */
export const mlpResidual = (weights: Weights, name: string, x: tf.Tensor2D): tf.Tensor2D =>
  tf.add(x, mlp(weights, name, x, `${name}.norm`));

/** x + MHA(LN x, source): queries are normed, keys and values are not (RIN). */
export function crossAttentionResidual(
  weights: Weights,
  name: string,
  x: tf.Tensor2D,
  source: tf.Tensor2D,
  batch: number,
  heads: number,
): tf.Tensor2D {
  const query = normDense(weights, `${name}.norm`, `${name}.attention.query`, x);
  const keyValue = dense(weights, `${name}.attention.keyValue`, source);
  const mixed = crossAttention(query, keyValue, batch, heads);
  return tf.add(x, dense(weights, `${name}.attention.out`, mixed));
}

/** x + MHA(LN x, LN x). */
export function selfAttentionResidual(
  weights: Weights,
  name: string,
  x: tf.Tensor2D,
  batch: number,
  heads: number,
): tf.Tensor2D {
  const packed = normDense(weights, `${name}.norm`, `${name}.attention.queryKeyValue`, x);
  return tf.add(x, dense(weights, `${name}.attention.out`, selfAttention(packed, batch, heads)));
}
