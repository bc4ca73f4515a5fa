import { itemAt, type Cascade } from '../../dsl/index.js';
import { countPatches } from '../tensor/sketch/engine.js';
import { tf } from '../tensor/tf.js';
import { conditionLevel, type Conditioned, type PatchConditions } from './condition-level.js';
import type { Condition } from './condition.js';
import { fuse } from './fuse.js';
import { levelsOfBlock } from './fuses-at.js';
import { seeNeighbours } from './neighbours.js';
import type { Network } from './network.js';
import { textOfPatches, textAttention } from './text-attention.js';
import { rinBlock } from './rin-block.js';
import type { TextTokens } from './text-tokens.js';
import { tokenCount } from './token-grid.js';
import { tokenize } from './tokenize.js';
import { transformerBlock } from './transformer-block.js';
import type { NetworkWeights } from './weights.js';

/** The patches of one level, as an input of the network. */
export interface LevelInput extends PatchConditions {
  /** c_in · x̃, [N, f, h, w, C] */
  readonly patches: tf.Tensor5D;
  /** What the coarser level's pixels add to the tokens, from projectPixels, [N·n, d]; undefined for none. */
  readonly coarser?: tf.Tensor2D | undefined;
}

/** A level between two blocks: its tokens [N·n, d] and its condition. */
export type LevelState = { readonly tokens: tf.Tensor2D } & Conditioned;

/** Returns the projected context of input `index` at a block, given the tokens of all inputs that enter the block. */
export type ContextOf = (block: number, index: number, tokens: readonly tf.Tensor2D[]) => tf.Tensor2D | undefined;

/**
 * Run the blocks, each on all levels that go through it as one batch.
 *
 * @param inputs levels from coarse to fine, each with N patches
 * @param condition of the N patches, the same for every level; null if left out
 * @param count number of blocks to run, starting with the first; all if left out
 */
export function runBlocks(
  { cascade, weights }: Network,
  inputs: readonly LevelInput[],
  condition: Condition | undefined,
  contextOf: ContextOf,
  count = cascade.network.blocks,
): LevelState[] {
  const patches = itemAt(inputs, 0).patches.shape[0];
  countPatches(patches * inputs.length);
  const text = textOfPatches(cascade, weights, condition, patches);
  const states = inputs.map((input) => ({
    tokens: tokenize(cascade, weights, input.patches, input.coarser),
    ...conditionLevel(cascade, weights, input, condition),
  }));
  for (let block = 0; block < count; block++) {
    const active = inputs.filter(({ level }) => level < levelsOfBlock(cascade, block)).length;
    if (active === 0) continue;
    const entering = states.slice(0, active);
    // what only the block needs is freed after it
    const left = tf.tidy(() => {
      const tokens = entering.map((state) => state.tokens);
      const fused = entering.map((state, index) => {
        const projected = contextOf(block, index, tokens);
        return projected === undefined
          ? state
          : { ...state, tokens: fuse(weights, `blocks.${block}`, state.tokens, projected) };
      });
      return unstack(runBlock(cascade, weights, block, stack(fused), text, patches), fused);
    });
    states.splice(0, active, ...left);
  }
  return states;
}

/** Run one block on several levels, stacked into one batch. */
function runBlock(
  cascade: Cascade,
  weights: NetworkWeights,
  block: number,
  state: LevelState,
  text: TextTokens | undefined,
  patches: number,
): LevelState {
  const { heads, layers } = cascade.network;
  const name = `blocks.${block}`;
  const tokens = seeNeighbours(cascade, weights, name, state.tokens);
  const batch = tokens.shape[0] / tokenCount(cascade);
  const read = (x: tf.Tensor2D): tf.Tensor2D =>
    text === undefined ? x : textAttention(weights, `${name}.text`, x, text, batch, patches, heads);
  if ('latents' in state) {
    return rinBlock(weights, name, { tokens, latents: read(state.latents) }, { batch, heads, layers });
  }
  const { vector } = state;
  return { tokens: transformerBlock(weights, name, read(tokens), vector, heads), vector };
}

/** Stack levels: concatenate their tensors. */
function stack(states: readonly LevelState[]): LevelState {
  const [first] = states;
  if (first === undefined) throw new RangeError('no level to run');
  if (states.length === 1) return first;
  const tokens = tf.concat(states.map((state) => state.tokens));
  const conditions = states.map((state) => ('latents' in state ? state.latents : state.vector));
  const condition = tf.concat(conditions);
  return 'latents' in first ? { tokens, latents: condition } : { tokens, vector: condition };
}

/** Separate stacked levels, each with its condition; the inverse of stack. */
function unstack(state: LevelState, before: readonly LevelState[]): LevelState[] {
  if (before.length === 1) return [state];
  const tokens = tf.split<tf.Tensor2D>(state.tokens, before.length);
  const latents = 'latents' in state ? tf.split<tf.Tensor2D>(state.latents, before.length) : [];
  return before.map((level, i) => {
    const own = tokens[i] as tf.Tensor2D;
    return 'vector' in level
      ? { tokens: own, vector: level.vector }
      : { tokens: own, latents: latents[i] as tf.Tensor2D };
  });
}
