import type { Cascade } from '../../dsl/index.js';
import { linear } from '../tensor/linear.js';
import type { tf } from '../tensor/tf.js';
import { matrix, type Declaration } from './declaration.js';
import { tokenPixels } from './token-grid.js';
import { toTokens } from './tokenize.js';
import { kernel, type NetworkWeights } from './weights.js';

/**
 * The projection of the coarser level's pixels; nothing where the cascade has no pixel context. It starts at zero, so that a network that was
 * trained without them starts as it was.
 */
export const declareCoarserPixels = (cascade: Cascade): Declaration[] =>
  cascade.network.pixels ? [matrix('tokenizer.coarser', tokenPixels(cascade), cascade.network.width, 'zeros')] : [];

/**
 * What the pixels of the coarser level add to the tokens of patches.
 *
 * @param coarser c_in · x̃ of the previous level, interpolated at the pixels of the patches, [N, f, h, w, C]
 * @returns [N·n, d]
 */
export const projectPixels = (cascade: Cascade, weights: NetworkWeights, coarser: tf.Tensor5D): tf.Tensor2D =>
  linear(toTokens(cascade, coarser), kernel(weights, 'tokenizer.coarser'));
