import type { Cascade } from '../../dsl/index.js';
import { selfAttention } from '../tensor/attention.js';
import { addGated, modulatedNorm } from '../tensor/modulated-norm.js';
import { tf } from '../tensor/tf.js';
import { declareSelfAttention } from './attention.js';
import type { Declaration } from './declaration.js';
import { declareDense, dense } from './dense.js';
import { declareMlp, mlp } from './mlp.js';
import { declareTextAttention } from './text-attention.js';
import type { NetworkWeights } from './weights.js';

/** x · sigmoid(x), which is applied to a condition vector before the modulation. */
export const silu = (x: tf.Tensor2D): tf.Tensor2D => tf.mul(x, tf.sigmoid(x));

/**
 * Parameters of a transformer block, and of reading text before it.
 *
 * The modulation gives shift, scale and gate of both sub-layers. It is initialised with zeros, so the block starts as the identity.
 */
export const declareTransformerBlock = (name: string, cascade: Cascade): Declaration[] => {
  const { width: d, tokenMlpRatio } = cascade.network;
  return [
    ...declareTextAttention(name, cascade, 'zeros'),
    ...declareDense(`${name}.modulation`, d, 6 * d, 'zeros'),
    ...declareSelfAttention(name, d),
    ...declareMlp(`${name}.mlp`, d, tokenMlpRatio),
  ];
};

/**
 * One transformer block over the tokens of each patch, conditioned by adaLN-zero.
 *
 * shift, scale, gate of both sub-layers = W · SiLU(condition) + b;
 * X += gate₁ · MHA(LN X · (1 + scale₁) + shift₁); X += gate₂ · MLP(LN X · (1 + scale₂) + shift₂)
 *
 * @param name prefix of the block's parameters, `blocks.0`
 * @param tokens [N·n, d]
 * @param vector SiLU of the condition of every patch, [N, d]
 * @returns [N·n, d]
 * source Peebles and Xie 2023 (DiT), §3.2
 */
export function transformerBlock(
  weights: NetworkWeights,
  name: string,
  tokens: tf.Tensor2D,
  vector: tf.Tensor2D,
  heads: number,
): tf.Tensor2D {
  const batch = vector.shape[0];
  const modulation = tf.split(dense(weights, `${name}.modulation`, vector), 6, 1);
  const [shift1, scale1, gate1, shift2, scale2, gate2] = modulation as Six;
  const attended = tf.tidy(() => {
    const packed = dense(weights, `${name}.attention.queryKeyValue`, modulatedNorm(tokens, shift1, scale1));
    const mixed = dense(weights, `${name}.attention.out`, selfAttention(packed, { batch, heads }));
    return addGated(tokens, mixed, gate1);
  });
  return addGated(attended, mlp(weights, `${name}.mlp`, modulatedNorm(attended, shift2, scale2)), gate2);
}

type Six = [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
