import { itemAt } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import { resample } from '../tensor/resample.js';
import { detached } from '../tensor/without-gradient.js';
import type { Condition } from './condition.js';
import { projectPixels } from './coarser-pixels.js';
import { contextMatrices } from './context-matrices.js';
import { projectContext } from './fuse.js';
import { fusesAt } from './fuses-at.js';
import { levelOutput, type LevelOutput } from './level-output.js';
import type { Network } from './network.js';
import { relativeOrigins, type Origin } from './origin.js';
import { runBlocks, type ContextOf, type LevelInput } from './run-blocks.js';
import { tokenGrid } from './token-grid.js';

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
  const seeing = network.cascade.network.pixels ? withCoarserPixels(network, inputs, origins) : inputs;
  return runBlocks(network, seeing, condition, nestedContext(network, origins)).map((state) =>
    levelOutput(network, state),
  );
}

/** The inputs; those of finer levels with what the pixels of the previous level's patches add to their tokens. */
function withCoarserPixels(
  { cascade, weights }: Network,
  inputs: readonly LevelInput[],
  origins: readonly (readonly Origin[])[],
): LevelInput[] {
  return inputs.map((input, level) => {
    const parent = inputs[level - 1];
    if (parent === undefined) return input;
    const [own, parents] = [itemAt(origins, level), itemAt(origins, level - 1)];
    const axes = contextMatrices(cascade, level, own, level - 1, parents, cascade.patch);
    return { ...input, coarser: projectPixels(cascade, weights, resample(parent.patches, axes)) };
  });
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

const mean = (tensors: readonly tf.Tensor5D[]): tf.Tensor5D => {
  const sum = tensors.reduce((a, b) => tf.add(a, b));
  return tensors.length === 1 ? sum : tf.mul(sum, 1 / tensors.length);
};
