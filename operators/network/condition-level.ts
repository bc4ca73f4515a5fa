import type { Cascade } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import { classTokens, declareClassTokens } from './class-tokens.js';
import { modulates } from './attends.js';
import type { Condition } from './condition.js';
import type { Declaration } from './declaration.js';
import { declareLevelTokens, levelToken } from './level-token.js';
import { declareNoiseTokens, noiseTokens } from './noise-tokens.js';
import { declareLatents, declarePrevious, startLatents } from './start-latents.js';
import { declareTextTokens } from './text-tokens.js';
import { declareTextVectors, textVectors } from './text-vectors.js';
import { silu } from './transformer-block.js';
import type { NetworkWeights } from './weights.js';

/** Parameters for the inputs besides patches: the learned latents, level, noise, class, text, and previous latents. */
export const declareConditions = (cascade: Cascade): Declaration[] => [
  ...declareLatents(cascade),
  declareLevelTokens(cascade),
  ...declareNoiseTokens(cascade),
  ...declareClassTokens(cascade),
  ...declareTextTokens(cascade),
  ...declareTextVectors(cascade),
  ...declarePrevious(cascade),
];

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
      /** SiLU of the sum of the tokens of level, noise, class or text, [N, d] */
      readonly vector: tf.Tensor2D;
    };

/** Level, noise, class or whole text of a level's patches, in the form that its blocks take. */
export function conditionLevel(
  cascade: Cascade,
  weights: NetworkWeights,
  { level, noise, previous }: PatchConditions,
  condition: Condition | undefined,
): Conditioned {
  const row = levelToken(cascade, weights, level);
  const tokens = [noiseTokens(cascade, weights, noise)];
  if (cascade.condition.kind === 'classes') {
    const none = Array.from({ length: noise.shape[0] }, () => null);
    tokens.push(classTokens(weights, condition?.kind === 'classes' ? condition.classes : none));
  }
  if (modulates(cascade)) {
    tokens.push(textVectors(weights, condition?.kind === 'text' ? condition : undefined, noise.shape[0]));
  }
  if (cascade.network.block === 'rin') {
    return { latents: startLatents(cascade, weights, { level: row, tokens, previous }) };
  }
  return { vector: silu(tokens.reduce((sum, token) => tf.add(sum, token), row)) };
}
