import type { Cascade } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import { modulates } from './attends.js';
import { conditionWidth } from './condition-width.js';
import type { TextCondition } from './condition.js';
import { table, type Declaration } from './declaration.js';
import { declareDense, dense } from './dense.js';
import { weight, type NetworkWeights } from './weights.js';

/** The projection of the vector of a text, and the vector of no text; nothing where the cascade does not read it. */
export function declareTextVectors(cascade: Cascade): Declaration[] {
  const { condition } = cascade;
  if (condition.kind !== 'text' || !modulates(cascade)) return [];
  const width = conditionWidth(cascade);
  return [...declareDense('text.pooled', condition.width, width), table('text.pooled.null', 1, width)];
}

/**
 * The vectors of the texts of N patches, projected; a learned one for patches without text, [N, width].
 *
 * @param text of the patches; null for all if left out
 */
export function textVectors(weights: NetworkWeights, text: TextCondition | undefined, patches: number): tf.Tensor2D {
  const nothing = weight<tf.Tensor2D>(weights, 'text.pooled.null');
  if (text === undefined) return tf.tile(nothing, [patches, 1]);
  const given = tf.max<tf.Tensor2D>(text.mask, 1, true);
  const own = tf.mul(dense(weights, 'text.pooled', text.pooled), given);
  return tf.add(own, tf.mul(nothing, tf.sub(1, given)));
}
