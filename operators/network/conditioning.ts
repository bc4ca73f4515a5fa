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

/** What the patches of a level are, besides their pixels. */
export interface PatchConditions {
  readonly level: number;
  /** c_noise, [N] */
  readonly noise: tf.Tensor1D;
  /** Latents of an earlier look at the same patches (self-conditioning), [N·m, z]; left out: none. */
  readonly previous?: tf.Tensor2D | undefined;
}

/** A level's condition on its way through the blocks: latents to think with (rin), or a vector that modulates (transformer). */
export type Conditioned =
  | {
      /** [N·m, z] */
      readonly latents: tf.Tensor2D;
    }
  | {
      /** SiLU of the sum of level, noise and class tokens, [N, d] */
      readonly vector: tf.Tensor2D;
    };

/** Level, noise and class of a level's patches, in the form its blocks take them. */
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

/** The text every block reads, of N patches; nothing where the cascade has none. */
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
 * @param x latents (rin) or tokens (transformer) of `batch` patches: the N patches of one level after those of another
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
