import type { Cascade } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import { conditionWidth } from './condition-width.js';
import { table, type Declaration } from './declaration.js';
import { weight, type NetworkWeights } from './weights.js';

/** A token for every level. */
export const declareLevelTokens = (cascade: Cascade): Declaration =>
  table('levels', cascade.levels.length, conditionWidth(cascade));

/** The token of a level, [1, width]. */
export function levelToken(cascade: Cascade, weights: NetworkWeights, level: number): tf.Tensor2D {
  return tf.slice(weight<tf.Tensor2D>(weights, 'levels'), [level, 0], [1, conditionWidth(cascade)]);
}
