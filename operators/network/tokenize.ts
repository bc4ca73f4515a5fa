import type { Cascade } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import { table, type Declaration } from './declaration.js';
import { declareDense, dense } from './dense.js';
import { declareNorm, norm, normDense } from './norm.js';
import { tokenCount, tokenGrid, tokenPixels } from './token-grid.js';
import { weight, type NetworkWeights } from './weights.js';

/** The projection of a token's pixels, its norm, and the positions. */
export const declareTokenizer = (cascade: Cascade): Declaration[] => [
  ...declareDense('tokenizer', tokenPixels(cascade), cascade.network.width),
  ...declareNorm('tokenizer.norm', cascade.network.width),
  table('positions', tokenCount(cascade), cascade.network.width),
];

/**
 * Turn patches into tokens: project the pixels of every token, apply a norm, add what the coarser level's pixels say and the learned position.
 *
 * @param patches [N, f, h, w, C]
 * @param coarser from projectPixels, [N·n, d]; undefined for the coarsest level, and where the cascade has no pixel context
 * @returns [N·n, d]
 */
export function tokenize(
  cascade: Cascade,
  weights: NetworkWeights,
  patches: tf.Tensor5D,
  coarser?: tf.Tensor2D,
): tf.Tensor2D {
  const n = tokenCount(cascade);
  const batch = patches.shape[0];
  const d = cascade.network.width;
  const own = norm(weights, 'tokenizer.norm', dense(weights, 'tokenizer', toTokens(cascade, patches)));
  const tokens = coarser === undefined ? own : tf.add(own, coarser);
  const placed = tf.add(tf.reshape(tokens, [batch, n, d]), weight<tf.Tensor2D>(weights, 'positions'));
  return tf.reshape(placed, [batch * n, d]);
}

/** The norm of tokens, and their projection to pixels. */
export const declareDetokenizer = (cascade: Cascade): Declaration[] => [
  ...declareNorm('detokenizer.norm', cascade.network.width),
  ...declareDense('detokenizer', cascade.network.width, tokenPixels(cascade)),
];

/**
 * Turn tokens back into patches: apply a norm, project, and put the pixels of every token in their place.
 *
 * @param tokens [N·n, d]
 * @returns [N, f, h, w, C]
 */
export function detokenize(cascade: Cascade, weights: NetworkWeights, tokens: tf.Tensor2D): tf.Tensor5D {
  return fromTokens(cascade, normDense(weights, 'detokenizer.norm', 'detokenizer', tokens));
}

/** [N, f, h, w, C] → [N·n, pixels of a token · C] */
export function toTokens(cascade: Cascade, patches: tf.Tensor5D): tf.Tensor2D {
  const [tokenFrames, th, tw] = cascade.network.token;
  const [gf, gh, gw] = tokenGrid(cascade);
  const batch = patches.shape[0];
  const C = cascade.channels;
  const rows = tf.reshape(patches, [batch * gf, tokenFrames, gh, th, gw, tw * C]);
  const gathered = tf.transpose(rows, [0, 2, 4, 1, 3, 5]);
  return tf.reshape(gathered, [batch * gf * gh * gw, tokenPixels(cascade)]);
}

/** The inverse of toTokens. */
function fromTokens(cascade: Cascade, rows: tf.Tensor2D): tf.Tensor5D {
  const [tokenFrames, th, tw] = cascade.network.token;
  const [gf, gh, gw] = tokenGrid(cascade);
  const batch = rows.shape[0] / (gf * gh * gw);
  const C = cascade.channels;
  const split = tf.reshape(rows, [batch * gf, gh, gw, tokenFrames, th, tw * C]);
  const placed = tf.transpose(split, [0, 3, 1, 4, 2, 5]);
  return tf.reshape(placed, [batch, gf * tokenFrames, gh * th, gw * tw, C]);
}
