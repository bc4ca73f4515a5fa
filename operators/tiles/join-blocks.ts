import { joinChunks } from '../diffusion/guide.js';
import type { BlockInputs } from '../network/encode-level.js';
import { projectTokens } from '../network/fuse.js';
import type { Network } from '../network/network.js';
import { tf } from '../tensor/tf.js';

/** What finer levels read of the tokens that enter each block, [rows, d] per block. */
export const forReaders = ({ weights }: Network, blocks: BlockInputs): (tf.Tensor2D | undefined)[] =>
  blocks.map((tokens, block) => tokens && projectTokens(weights, `blocks.${block}`, tokens));

/**
 * The blocks of all tiles from those of chunks, which are disposed of block by block, because all of them and the result would not fit.
 *
 * @param chunks in each, per block, [halves·N·n, d] of N tiles
 * @returns per block, [halves·P·n, d] of all P tiles; undefined where no chunk has any
 */
export function joinBlocks(chunks: readonly BlockInputs[], halves: 1 | 2): (tf.Tensor2D | undefined)[] {
  return (chunks[0] ?? []).map((_, block) => {
    const parts = chunks.flatMap((chunk) => chunk[block] ?? []);
    if (parts.length <= 1) return parts[0];
    const joined = tf.tidy(() => joinChunks(parts, halves));
    tf.dispose(parts);
    return joined;
  });
}
