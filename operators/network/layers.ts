import * as tf from '@tensorflow/tfjs';
import { crossAttention, selfAttention } from '../tensor/attention.js';
import { gelu } from '../tensor/gelu.js';
import { layerNorm } from '../tensor/layer-norm.js';
import { linear } from '../tensor/linear.js';
import { weight, type Weights } from './parameters.js';

/** x · kernel + bias with the weights of that name. */
export const dense = (weights: Weights, name: string, x: tf.Tensor2D): tf.Tensor2D =>
  linear(x, weight<tf.Tensor2D>(weights, `${name}.kernel`), weight<tf.Tensor1D>(weights, `${name}.bias`));

/** Layer norm with the weights of that name. */
export const norm = (weights: Weights, name: string, x: tf.Tensor2D): tf.Tensor2D =>
  layerNorm(x, weight<tf.Tensor1D>(weights, `${name}.gamma`), weight<tf.Tensor1D>(weights, `${name}.beta`));

/** x + MLP(LN x): two dense layers with a GELU between. */
export function mlpResidual(weights: Weights, name: string, x: tf.Tensor2D): tf.Tensor2D {
  const hidden = gelu(dense(weights, `${name}.dense1`, norm(weights, `${name}.norm`, x)));
  return tf.add(x, dense(weights, `${name}.dense2`, hidden));
}

/** x + MHA(LN x, source): queries are normed, keys and values are not (RIN). */
export function crossAttentionResidual(
  weights: Weights,
  name: string,
  x: tf.Tensor2D,
  source: tf.Tensor2D,
  batch: number,
  heads: number,
): tf.Tensor2D {
  const query = dense(weights, `${name}.attention.query`, norm(weights, `${name}.norm`, x));
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
  const packed = dense(weights, `${name}.attention.queryKeyValue`, norm(weights, `${name}.norm`, x));
  return tf.add(x, dense(weights, `${name}.attention.out`, selfAttention(packed, batch, heads)));
}
