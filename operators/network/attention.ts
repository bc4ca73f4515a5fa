import { crossAttention, selfAttention, type AttentionShape } from '../tensor/attention.js';
import { tf } from '../tensor/tf.js';
import type { Declaration, Start } from './declaration.js';
import { declareDense, dense, residual } from './dense.js';
import { declareNorm, normDense } from './norm.js';
import type { NetworkWeights } from './weights.js';

/** Widths of the queries, of their source, and of the attention. */
export interface AttentionWidths {
  readonly query: number;
  readonly source: number;
  readonly inner: number;
}

/** Parameters of attention over the packed keys and values of a source. */
export const declareCrossAttention = (
  name: string,
  { query, source, inner }: AttentionWidths,
  out: Start = 'fan-in',
): Declaration[] => [
  ...declareNorm(`${name}.norm`, query),
  ...declareDense(`${name}.attention.query`, query, inner),
  ...declareDense(`${name}.attention.keyValue`, source, 2 * inner),
  ...declareDense(`${name}.attention.out`, inner, query, out),
];

/** x + MHA(LN x, source). The norm applies to the queries, not to keys and values (RIN). */
export function crossAttentionResidual(
  weights: NetworkWeights,
  name: string,
  x: tf.Tensor2D,
  source: tf.Tensor2D,
  shape: AttentionShape,
): tf.Tensor2D {
  return tf.tidy(() => {
    const query = normDense(weights, `${name}.norm`, `${name}.attention.query`, x);
    const keyValue = dense(weights, `${name}.attention.keyValue`, source);
    return residual(weights, `${name}.attention.out`, x, crossAttention(query, keyValue, shape));
  });
}

/** Attention of a sequence over itself, with packed queries, keys and values. */
export const declareSelfAttention = (name: string, width: number): Declaration[] => [
  ...declareDense(`${name}.attention.queryKeyValue`, width, 3 * width),
  ...declareDense(`${name}.attention.out`, width, width),
];

/** x + MHA(LN x, LN x). */
export function selfAttentionResidual(
  weights: NetworkWeights,
  name: string,
  x: tf.Tensor2D,
  shape: AttentionShape,
): tf.Tensor2D {
  return tf.tidy(() => {
    const packed = normDense(weights, `${name}.norm`, `${name}.attention.queryKeyValue`, x);
    return residual(weights, `${name}.attention.out`, x, selfAttention(packed, shape));
  });
}
