import type { tf } from '../tensor/tf.js';
import type { Network } from './network.js';
import type { LevelState } from './run-blocks.js';
import { detokenize } from './tokenize.js';

/** The output of the network for the patches of one level. */
export interface LevelOutput {
  /** F, [N, f, h, w, C] */
  readonly output: tf.Tensor5D;
  /** The latents after the last block, [N·m, z]; undefined if the blocks have no latents. */
  readonly latents?: tf.Tensor2D;
}

/** What leaves the network, of a level that left the last block. */
export function levelOutput({ cascade, weights }: Network, state: LevelState): LevelOutput {
  const output = detokenize(cascade, weights, state.tokens);
  return 'latents' in state ? { output, latents: state.latents } : { output };
}
