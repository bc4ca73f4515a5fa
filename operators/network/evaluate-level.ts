import type { tf } from '../tensor/tf.js';
import type { Condition } from './condition.js';
import { levelOutput, type LevelOutput } from './level-output.js';
import type { Network } from './network.js';
import { runBlocks, type LevelInput, type LevelState } from './run-blocks.js';

/** The projected context of a level's patches by block, [N·n, d]; undefined for blocks where the level reads none. */
export type ProjectedBlocks = readonly (tf.Tensor2D | undefined)[];

/**
 * Run the network on patches of one level whose context is known.
 *
 * @param projected per block, from projectContext; empty for level 0
 * @param condition of the N patches; null if left out
 */
export function evaluateLevel(
  network: Network,
  input: LevelInput,
  projected: ProjectedBlocks,
  condition?: Condition,
): LevelOutput {
  const [state] = runBlocks(network, [input], condition, (block) => projected[block]);
  return levelOutput(network, state as LevelState);
}
