import { tf } from '../tensor/tf.js';
import type { Cascade } from '../../dsl/index.js';
import { crossAttention } from '../tensor/attention.js';
import { repeatRows } from '../tensor/repeat-rows.js';
import { classTokens, levelToken, noiseTokens, textTokens, type TextTokens } from './condition-tokens.js';
import type { Condition } from './condition.js';
import { startLatents } from './latents.js';
import { dense, normDense, residual } from './layers.js';
import type { Weights } from './parameters.js';
import { silu } from './transformer-block.js';

/** The inputs of the network for the patches of a level, besides their pixels. */
export interface PatchConditions {
  readonly level: number;
  /** c_noise, [N] */
  readonly noise: tf.Tensor1D;
  /** Latents from an earlier pass over the same patches (self-conditioning), [N·m, z]; none if left out. */
  readonly previous?: tf.Tensor2D | undefined;
}

/** The condition of a level within the blocks: latents (rin), or a vector for modulation (transformer). */
export type Conditioned =
  | {
      /** [N·m, z] */
      readonly latents: tf.Tensor2D;
    }
  | {
      /** SiLU of the sum of level, noise and class tokens, [N, d] */
      readonly vector: tf.Tensor2D;
    };

/** Level, noise and class of a level's patches, in the form that its blocks take. */
export function conditionLevel(
  cascade: Cascade,
  weights: Weights,
  { level, noise, previous }: PatchConditions,
  condition: Condition | undefined,
): Conditioned {
  const row = levelToken(cascade, weights, level);
  const tokens = [noiseTokens(cascade, weights, noise)];
  if (cascade.condition.kind === 'classes') {
    const none = Array.from({ length: noise.shape[0] }, () => null);
    tokens.push(classTokens(weights, condition?.kind === 'classes' ? condition.classes : none));
  }
  if (cascade.network.block === 'rin') {
    return { latents: startLatents(cascade, weights, { level: row, tokens, previous }) };
  }
  return { vector: silu(tokens.reduce((sum, token) => tf.add(sum, token), row)) };
}

/** The text of N patches, which every block reads; undefined if the cascade has no text. */
export function conditionText(
  { condition: { kind } }: Cascade,
  weights: Weights,
  condition: Condition | undefined,
  patches: number,
): TextTokens | undefined {
  return kind === 'text' ? textTokens(weights, condition?.kind === 'text' ? condition : undefined, patches) : undefined;
}

/**
 * x + MHA(LN x, text): the start of every block.
 *
 * @param x latents (rin) or tokens (transformer) of `batch` patches: the N patches of one level, then those of the next
 */
export function readText(
  weights: Weights,
  name: string,
  x: tf.Tensor2D,
  { tokens, bias }: TextTokens,
  batch: number,
  patches: number,
  heads: number,
): tf.Tensor2D {
  const levels = batch / patches;
  const query = normDense(weights, `${name}.norm`, `${name}.attention.query`, x);
  const keyValue = repeatRows(dense(weights, `${name}.attention.keyValue`, tokens), levels);
  const hidden = bias === undefined ? bias : repeatRows(bias, levels);
  const mixed = crossAttention(query, keyValue, { batch, heads, bias: hidden });
  return residual(weights, `${name}.attention.out`, x, mixed);
}
