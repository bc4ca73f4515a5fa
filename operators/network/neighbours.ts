import type { Cascade } from '../../dsl/index.js';
import { addNeighbours, TAPS } from '../tensor/neighbours.js';
import type { tf } from '../tensor/tf.js';
import type { Declaration } from './declaration.js';
import { tokenGrid } from './token-grid.js';
import { weight, type NetworkWeights } from './weights.js';

/** The taps of a block's convolution; none where the cascade has no `neighbours`. They start at zero, where tokens are as they were. */
export const declareNeighbours = (name: string, { network }: Cascade): Declaration[] =>
  network.neighbours ? [{ name: nameOf(name), shape: [TAPS, network.width], start: 'zeros', decay: false }] : [];

/**
 * Let each token see those around it before a block, where the cascade says so.
 *
 * @param name prefix of the block's parameters, `blocks.0`
 * @param tokens [N·n, d]
 */
export const seeNeighbours = (
  cascade: Cascade,
  weights: NetworkWeights,
  name: string,
  tokens: tf.Tensor2D,
): tf.Tensor2D =>
  cascade.network.neighbours ? addNeighbours(tokens, weight(weights, nameOf(name)), tokenGrid(cascade)) : tokens;

const nameOf = (block: string): string => `${block}.neighbours`;
