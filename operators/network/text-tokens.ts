import type { Cascade } from '../../dsl/index.js';
import { repeatRows } from '../tensor/repeat-rows.js';
import { tf } from '../tensor/tf.js';
import { attends } from './attends.js';
import type { TextCondition } from './condition.js';
import { conditionWidth } from './condition-width.js';
import { table, type Declaration } from './declaration.js';
import { declareDense, dense } from './dense.js';
import { weight, type NetworkWeights } from './weights.js';

/** The projection of a text's tokens, and the null token; nothing where blocks read no tokens. */
export function declareTextTokens(cascade: Cascade): Declaration[] {
  const { condition } = cascade;
  if (condition.kind !== 'text' || !attends(cascade)) return [];
  const width = conditionWidth(cascade);
  return [...declareDense('text.project', condition.width, width), table('text.null', 1, width)];
}

/** A text in the form that the network reads: a learned null token, then the projected tokens. */
export interface TextTokens {
  /** [N·(T+1), width] */
  readonly tokens: tf.Tensor2D;
  /** Added to attention scores, [N, T+1]: it hides padding, and the null token of texts that are not null. Undefined if all are null. */
  readonly bias?: tf.Tensor2D;
}

/** A bias that hides a token: far below any score. */
const HIDDEN = -1e9;

/**
 * The text tokens of N patches.
 *
 * @param text of the patches; null for all if left out
 */
export function textTokens(weights: NetworkWeights, text: TextCondition | undefined, patches: number): TextTokens {
  const nothing = weight<tf.Tensor2D>(weights, 'text.null');
  const [, width] = nothing.shape;
  const first = repeatRows(nothing, patches);
  if (text === undefined) return { tokens: first };
  const { tokens, mask } = text;
  const [, T, D] = tokens.shape;
  const projected = dense(weights, 'text.project', tf.reshape(tokens, [patches * T, D]));
  const all = tf.concat([tf.reshape(first, [patches, 1, width]), tf.reshape(projected, [patches, T, width])], 1);
  const seen = tf.concat([tf.sub(1, tf.max(mask, 1, true)), mask], 1);
  return { tokens: tf.reshape(all, [patches * (T + 1), width]), bias: tf.mul(tf.sub(1, seen), HIDDEN) };
}
