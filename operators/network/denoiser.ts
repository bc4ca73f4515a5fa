import { tf } from '../tensor/tf.js';
import type { Cascade } from '../../dsl/index.js';
import { resample } from '../tensor/resample.js';
import { fuse, projectContext } from './fusion.js';
import { startLatents } from './latents.js';
import type { Weights } from './parameters.js';
import { contextMatrices, relativeOrigins, type Origin } from './region.js';
import { rinBlock, type RinState } from './rin-block.js';
import { isActive, levelsOfBlock, tokenCount, tokenGrid } from './shape.js';
import { detokenize, tokenize } from './tokenizer.js';

/** The network's weights with the cascade they belong to. */
export interface Network {
  readonly cascade: Cascade;
  readonly weights: Weights;
}

/** Patches of one level on their way into the network. */
export interface LevelInput {
  readonly level: number;
  /** c_in · x̃, [N, f, h, w, C] */
  readonly patches: tf.Tensor5D;
  /** c_noise, [N] */
  readonly noise: tf.Tensor1D;
}

/** Tokens that entered each block, by block; nothing where the level was not active. Each [N·n, d]. */
export type BlockInputs = readonly (tf.Tensor2D | undefined)[];

/**
 * The network on one patch of every level, the training form (HPDM §3): each level reads the tokens of all coarser ones.
 *
 * @param inputs one per level, coarse to fine, all with N patches
 * @param origins per level, the N patches' origins; patch ℓ lies inside patch ℓ−1
 * @returns F per level, [N, f, h, w, C]
 */
export function denoisePyramid(
  network: Network,
  inputs: readonly LevelInput[],
  origins: readonly (readonly Origin[])[],
): tf.Tensor5D[] {
  const { cascade, weights } = network;
  const coordinates = origins.map((level) => tf.tensor2d(relativeOrigins(cascade, level), [level.length, 3]));
  const matrices = origins.map((own, child) =>
    origins.slice(0, child).map((parents, parent) => contextMatrices(cascade, child, own, parent, parents)),
  );
  const states = runBlocks(network, inputs, (block, index, tokens) => {
    if (index === 0) return undefined;
    const sampled = (matrices[index] ?? []).map((axes, parent) => {
      const volume = tf.reshape<tf.Rank.R5>(tokens[parent] as tf.Tensor, volumeShape(cascade, coordinates[index]));
      return resample(volume, axes);
    });
    const context = tf.reshape<tf.Rank.R2>(mean(sampled), [-1, cascade.network.width]);
    return projectContext(weights, `blocks.${block}`, context, coordinates[index] as tf.Tensor2D);
  });
  return states.map(({ tokens }) => detokenize(cascade, weights, tokens));
}

/**
 * The network on patches of one level whose context is known.
 *
 * @param projected per block, from projectContext; nothing for level 0
 * @returns F, [N, f, h, w, C]
 */
export function denoiseLevel(
  network: Network,
  input: LevelInput,
  projected: readonly (tf.Tensor2D | undefined)[],
): tf.Tensor5D {
  const [state] = runBlocks(network, [input], (block) => projected[block]);
  return detokenize(network.cascade, network.weights, (state as RinState).tokens);
}

/**
 * What finer levels read from patches of a level: the tokens that enter each block some finer level goes through.
 *
 * @returns per block, [N·n, d]
 */
export function encodeLevel(
  network: Network,
  input: LevelInput,
  projected: readonly (tf.Tensor2D | undefined)[],
): BlockInputs {
  const { cascade } = network;
  const kept: (tf.Tensor2D | undefined)[] = Array.from({ length: cascade.network.blocks });
  runBlocks(network, [input], (block, _, [tokens]) => {
    if (isActive(cascade, block, input.level + 1)) kept[block] = tokens;
    return projected[block];
  });
  return kept;
}

/** The projected context of the index-th input at a block, given the tokens of all inputs that enter the block. */
type ContextOf = (block: number, index: number, tokens: readonly tf.Tensor2D[]) => tf.Tensor2D | undefined;

/** Run every block on the levels that go through it, all of them as one batch. */
function runBlocks(network: Network, inputs: readonly LevelInput[], contextOf: ContextOf): RinState[] {
  const { cascade, weights } = network;
  const states = inputs.map(({ level, patches, noise }) => ({
    tokens: tokenize(cascade, weights, patches),
    latents: startLatents(cascade, weights, level, noise),
  }));
  for (let block = 0; block < cascade.network.blocks; block++) {
    const active = inputs.filter(({ level }) => level < levelsOfBlock(cascade, block)).length;
    const entering = states.slice(0, active).map(({ tokens }) => tokens);
    const fused = entering.map((tokens, index) => {
      const projected = contextOf(block, index, entering);
      return projected === undefined ? tokens : fuse(weights, `blocks.${block}`, tokens, projected);
    });
    const latents = states.slice(0, active).map((state) => state.latents);
    states.splice(0, active, ...runTogether(network, block, fused, latents));
  }
  return states;
}

/** One block on several levels stacked into one batch, and unstacked again. */
function runTogether(
  { cascade, weights }: Network,
  block: number,
  tokens: readonly tf.Tensor2D[],
  latents: readonly tf.Tensor2D[],
): RinState[] {
  if (tokens.length === 0) return [];
  const { heads, layers } = cascade.network;
  const rows = tokens.map((t) => t.shape[0]);
  const batch = rows.reduce((a, b) => a + b, 0) / tokenCount(cascade);
  const stacked = { tokens: stack(tokens), latents: stack(latents) };
  const out = rinBlock(weights, `blocks.${block}`, stacked, { batch, heads, layers });
  const tokenParts = unstack(out.tokens, rows);
  const latentParts = unstack(
    out.latents,
    latents.map((t) => t.shape[0]),
  );
  return tokenParts.map((part, i) => ({ tokens: part, latents: latentParts[i] as tf.Tensor2D }));
}

const stack = (parts: readonly tf.Tensor2D[]): tf.Tensor2D =>
  parts.length === 1 ? (parts[0] as tf.Tensor2D) : tf.concat([...parts], 0);

const unstack = (whole: tf.Tensor2D, rows: readonly number[]): tf.Tensor2D[] =>
  rows.length === 1 ? [whole] : tf.split(whole, [...rows], 0);

const mean = (tensors: readonly tf.Tensor5D[]): tf.Tensor5D => {
  const sum = tensors.reduce((a, b) => tf.add(a, b));
  return tensors.length === 1 ? sum : tf.mul(sum, 1 / tensors.length);
};

/** [N, tokens per axis, d] */
function volumeShape(cascade: Cascade, coordinates: tf.Tensor2D | undefined): [number, number, number, number, number] {
  return [coordinates?.shape[0] ?? 0, ...tokenGrid(cascade), cascade.network.width];
}
