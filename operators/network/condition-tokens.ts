import { tf } from '../tensor/tf.js';
import type { Cascade } from '../../dsl/index.js';
import { linear } from '../tensor/linear.js';
import { repeatRows } from '../tensor/repeat-rows.js';
import type { TextCondition } from './condition.js';
import { dense, mlp } from './layers.js';
import { weight, type Weights } from './parameters.js';
import { conditionWidth } from './shape.js';

/** The token of a level, [1, width]. */
export function levelToken(cascade: Cascade, weights: Weights, level: number): tf.Tensor2D {
  return tf.slice(weight<tf.Tensor2D>(weights, 'levels'), [level, 0], [1, conditionWidth(cascade)]);
}

/** The noise token of every patch: an MLP of sinusoids of c_noise; [N] → [N, width]. */
export function noiseTokens(cascade: Cascade, weights: Weights, noise: tf.Tensor1D): tf.Tensor2D {
  return mlp(weights, 'noise', sinusoids(noise, conditionWidth(cascade)));
}

/**
 * The class token of every patch, [N, width].
 *
 * This is a product with one-hot rows, because wasm has no gradient for gather.
 *
 * @param classes null for the null class, which is the last row of the table
 */
export function classTokens(weights: Weights, classes: readonly (number | null)[]): tf.Tensor2D {
  const rows = weight<tf.Tensor2D>(weights, 'classes');
  const [count] = rows.shape;
  const chosen = new Float32Array(classes.length * count);
  classes.forEach((label, i) => (chosen[i * count + (label ?? count - 1)] = 1));
  return linear(tf.tensor2d(chosen, [classes.length, count]), rows);
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
export function textTokens(weights: Weights, text: TextCondition | undefined, patches: number): TextTokens {
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

/** Slowest and fastest angular frequency of the noise embedding; the values of ln(σ)/4 cover about two units. */
const FREQUENCIES = [Math.PI / 4, 16 * Math.PI] as const;

/** sin and cos of c_noise at geometrically spaced frequencies, [N] → [N, width]. */
function sinusoids(noise: tf.Tensor1D, width: number): tf.Tensor2D {
  const half = Math.floor(width / 2);
  const [slow, fast] = FREQUENCIES;
  const frequencies = Array.from({ length: half }, (_, i) => slow * (fast / slow) ** (i / Math.max(half - 1, 1)));
  const angles = tf.mul(tf.reshape(noise, [-1, 1]), tf.tensor2d(frequencies, [1, half]));
  const both = tf.concat([tf.sin(angles), tf.cos(angles)], 1) as tf.Tensor2D;
  return width % 2 === 0
    ? both
    : tf.pad(both, [
        [0, 0],
        [0, 1],
      ]);
}
