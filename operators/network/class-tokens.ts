import type { Cascade } from '../../dsl/index.js';
import { linear } from '../tensor/linear.js';
import { tf } from '../tensor/tf.js';
import { conditionWidth } from './condition-width.js';
import { table, type Declaration } from './declaration.js';
import { weight, type NetworkWeights } from './weights.js';

/** A token for every class, and in the last row that of the null class; nothing where the cascade has no classes. */
export const declareClassTokens = (cascade: Cascade): Declaration[] =>
  cascade.condition.kind === 'classes'
    ? [table('classes', cascade.condition.classes + 1, conditionWidth(cascade))]
    : [];

/**
 * The class token of every patch, [N, width].
 *
 * This is a product with one-hot rows, because wasm has no gradient for gather.
 *
 * @param classes null for the null class, which is the last row of the table
 */
export function classTokens(weights: NetworkWeights, classes: readonly (number | null)[]): tf.Tensor2D {
  const rows = weight<tf.Tensor2D>(weights, 'classes');
  const [count] = rows.shape;
  const chosen = new Float32Array(classes.length * count);
  classes.forEach((label, i) => (chosen[i * count + (label ?? count - 1)] = 1));
  return linear(tf.tensor2d(chosen, [classes.length, count]), rows);
}
