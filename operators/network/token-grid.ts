import type { Cascade, Size } from '../../dsl/index.js';
import { product } from '../tensor/product.js';

/** The number of tokens per axis of a patch: patch / token. */
export function tokenGrid({ patch, network }: Cascade): Size {
  return [patch[0] / network.token[0], patch[1] / network.token[1], patch[2] / network.token[2]];
}

/** n, the number of tokens of a patch. */
export const tokenCount = (cascade: Cascade): number => product(tokenGrid(cascade));

/** Numbers in one token before projection: pixels · channels. */
export const tokenPixels = ({ network, channels }: Cascade): number => product(network.token) * channels;
