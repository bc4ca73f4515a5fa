import type { tf } from '../tensor/tf.js';
import type { Condition } from './condition.js';
import type { ProjectedBlocks } from './evaluate-level.js';
import { fusesAnywhere } from './fuses-at.js';
import { levelOutput } from './level-output.js';
import type { Network } from './network.js';
import { runBlocks, type ContextOf, type LevelInput, type LevelState } from './run-blocks.js';

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
  const { kept, keep, last } = keeping(network, input, projected);
  if (last < 0) return [];
  // the last block that is read need not run, because only its input is read
  const [left] = runBlocks(network, [input], condition, keep, last);
  kept[last] = left?.tokens;
  return kept;
}

/** The tokens that finer levels read, and the network's output for the patches; arguments as for `encodeLevel`. */
export function encodeWithOutput(
  network: Network,
  input: LevelInput,
  projected: ProjectedBlocks,
  condition?: Condition,
): { readonly blocks: BlockInputs; readonly output: tf.Tensor5D } {
  const { kept, keep, last } = keeping(network, input, projected);
  const [left] = runBlocks(network, [input], condition, keep);
  return { blocks: last < 0 ? [] : kept, output: levelOutput(network, left as LevelState).output };
}

/** The first look of a network that conditions on itself, at the patches of one level. */
export interface FirstLook {
  /** The latents after the last block, [N·m, z]; undefined if the blocks have no latents. */
  readonly latents: tf.Tensor2D | undefined;
  /** The tokens that the first look of finer levels reads, as those of `encodeLevel`. */
  readonly blocks: BlockInputs;
}

/** The latents for the second look at a level's patches, and the tokens that finer levels read; arguments as for `encodeLevel`. */
export function firstLook(
  network: Network,
  input: LevelInput,
  projected: ProjectedBlocks,
  condition?: Condition,
): FirstLook {
  const { kept, keep, last } = keeping(network, input, projected);
  const [left] = runBlocks(network, [input], condition, keep);
  return { latents: left && 'latents' in left ? left.latents : undefined, blocks: last < 0 ? [] : kept };
}

/** Keeps the tokens that enter the blocks which finer levels read; `last` is the last of them, −1 if there is none. */
function keeping({ cascade }: Network, { level }: LevelInput, projected: ProjectedBlocks) {
  const wanted = Array.from({ length: cascade.network.blocks }, (_, block) => fusesAnywhere(cascade, block, level));
  const kept: (tf.Tensor2D | undefined)[] = wanted.map(() => undefined);
  const keep: ContextOf = (block, _, [tokens]) => {
    if (wanted[block] === true) kept[block] = tokens;
    return projected[block];
  };
  return { kept, keep, last: wanted.lastIndexOf(true) };
}
