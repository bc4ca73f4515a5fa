import type { tf } from '../tensor/tf.js';
import type { Condition } from './condition.js';
import type { ProjectedBlocks } from './evaluate-level.js';
import { fusesAnywhere } from './fuses-at.js';
import type { Network } from './network.js';
import { runBlocks, type ContextOf, type LevelInput } from './run-blocks.js';

/** The tokens that entered each block, [N·n, d]; undefined for blocks where no finer level reads them. */
export type BlockInputs = readonly (tf.Tensor2D | undefined)[];

/**
 * The tokens of a level's patches that finer levels read: those that enter each block before which some finer level reads.
 *
 * @param condition of the N patches; null if left out
 * @returns per block, [N·n, d]
 */
export function encodeLevel(
  network: Network,
  input: LevelInput,
  projected: ProjectedBlocks,
  condition?: Condition,
): BlockInputs {
  const { cascade } = network;
  const wanted = Array.from({ length: cascade.network.blocks }, (_, b) => fusesAnywhere(cascade, b, input.level));
  const last = wanted.lastIndexOf(true);
  if (last < 0) return [];
  const kept: (tf.Tensor2D | undefined)[] = wanted.map(() => undefined);
  const keep: ContextOf = (block, _, [tokens]) => {
    if (wanted[block] === true) kept[block] = tokens;
    return projected[block];
  };
  // the last block that is read need not run, because only its input is read
  const [left] = runBlocks(network, [input], condition, keep, last);
  kept[last] = left?.tokens;
  return kept;
}
