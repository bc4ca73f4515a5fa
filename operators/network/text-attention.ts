import type { Cascade } from '../../dsl/index.js';
import { crossAttention } from '../tensor/attention.js';
import { repeatRows } from '../tensor/repeat-rows.js';
import type { tf } from '../tensor/tf.js';
import { attends } from './attends.js';
import { declareCrossAttention } from './attention.js';
import type { Condition } from './condition.js';
import { conditionWidth } from './condition-width.js';
import type { Declaration, Start } from './declaration.js';
import { dense, residual } from './dense.js';
import { normDense } from './norm.js';
import { textTokens, type TextTokens } from './text-tokens.js';
import type { NetworkWeights } from './weights.js';

/**
 * The attention by which a block reads the tokens of a text; nothing where it does not.
 *
 * @param name of the block
 */
export function declareTextAttention(name: string, cascade: Cascade, out?: Start): Declaration[] {
  if (!attends(cascade)) return [];
  const width = conditionWidth(cascade);
  return declareCrossAttention(`${name}.text`, { query: width, source: width, inner: width }, out);
}

/** The text of N patches, whose tokens every block reads; undefined if blocks read none. */
export function textOfPatches(
  cascade: Cascade,
  weights: NetworkWeights,
  condition: Condition | undefined,
  patches: number,
): TextTokens | undefined {
  if (!attends(cascade)) return undefined;
  return textTokens(weights, condition?.kind === 'text' ? condition : undefined, patches);
}

/**
 * x + MHA(LN x, text): the start of every block.
 *
 * @param x latents (rin) or tokens (transformer) of `batch` patches: the N patches of one level, then those of the next
 */
export function textAttention(
  weights: NetworkWeights,
  name: string,
  x: tf.Tensor2D,
  { tokens, bias }: TextTokens,
  batch: number,
  patches: number,
  heads: number,
): tf.Tensor2D {
  const levels = batch / patches;
  const query = normDense(weights, `${name}.norm`, `${name}.attention.query`, x);
  const keyValue = repeatRows(dense(weights, `${name}.attention.keyValue`, tokens), levels);
  const hidden = bias === undefined ? bias : repeatRows(bias, levels);
  const mixed = crossAttention(query, keyValue, { batch, heads, bias: hidden });
  return residual(weights, `${name}.attention.out`, x, mixed);
}
