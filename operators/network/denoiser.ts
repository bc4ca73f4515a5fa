import { tf } from '../tensor/tf.js';
import { itemAt, type Cascade } from '../../dsl/index.js';
import { resample } from '../tensor/resample.js';
import { detached } from '../tensor/without-gradient.js';
import { runBlocks, type ContextOf, type LevelInput, type LevelState, type Network } from './blocks.js';
import type { Condition } from './condition.js';
import { projectContext } from './fusion.js';
import { contextMatrices, relativeOrigins, type Origin } from './region.js';
import { fusesAnywhere, fusesAt, tokenGrid } from './shape.js';
import { detokenize } from './tokenizer.js';

export type { LevelInput, Network } from './blocks.js';

/** The output of the network for the patches of one level. */
export interface LevelOutput {
  /** F, [N, f, h, w, C] */
  readonly output: tf.Tensor5D;
  /** The latents after the last block, [N·m, z]; undefined if the blocks have no latents. */
  readonly latents?: tf.Tensor2D;
}

/** The tokens that entered each block, [N·n, d]; undefined for blocks where no finer level reads them. */
export type BlockInputs = readonly (tf.Tensor2D | undefined)[];

/** The projected context of a level's patches by block, [N·n, d]; undefined for blocks where the level reads none. */
export type ProjectedBlocks = readonly (tf.Tensor2D | undefined)[];

/**
 * Run the network on one patch of every level, for training (HPDM §3). Each level reads the tokens of all coarser ones.
 *
 * @param inputs one per level, from coarse to fine, all with N patches
 * @param origins per level, the origins of the N patches; patch ℓ lies inside patch ℓ−1
 * @param condition of the N items; null if left out
 */
export function evaluatePyramid(
  network: Network,
  inputs: readonly LevelInput[],
  origins: readonly (readonly Origin[])[],
  condition?: Condition,
): LevelOutput[] {
  return runBlocks(network, inputs, condition, nestedContext(network, origins)).map(outputOf(network));
}

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
  return outputOf(network)(state as LevelState);
}

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

/** The context of each level from the coarser patches of the same batch. */
function nestedContext({ cascade, weights }: Network, origins: readonly (readonly Origin[])[]): ContextOf {
  const { width, coordinates, detachContext } = cascade.network;
  const places = origins.map((level) =>
    coordinates ? tf.tensor2d(relativeOrigins(cascade, level), [level.length, 3]) : undefined,
  );
  const matrices = origins.map((own, child) =>
    origins.slice(0, child).map((parents, parent) => contextMatrices(cascade, child, own, parent, parents)),
  );
  return (block, index, tokens) => {
    if (!fusesAt(cascade, block, index)) return undefined;
    const sampled = itemAt(matrices, index).map((axes, parent) => {
      const volume = tf.reshape<tf.Rank.R5>(tokens[parent] as tf.Tensor, [-1, ...tokenGrid(cascade), width]);
      return resample(volume, axes);
    });
    const context = tf.reshape<tf.Rank.R2>(mean(sampled), [-1, width]);
    const read = detachContext ? detached(context) : context;
    return projectContext(weights, `blocks.${block}`, read, places[index]);
  };
}

const outputOf =
  ({ cascade, weights }: { readonly cascade: Cascade; readonly weights: Network['weights'] }) =>
  (state: LevelState): LevelOutput => {
    const output = detokenize(cascade, weights, state.tokens);
    return 'latents' in state ? { output, latents: state.latents } : { output };
  };

const mean = (tensors: readonly tf.Tensor5D[]): tf.Tensor5D => {
  const sum = tensors.reduce((a, b) => tf.add(a, b));
  return tensors.length === 1 ? sum : tf.mul(sum, 1 / tensors.length);
};
