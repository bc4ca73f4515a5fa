import type { Cascade } from '../../dsl/index.js';
import type { tf } from '../tensor/tf.js';
import {
  crossAttentionResidual,
  declareCrossAttention,
  declareSelfAttention,
  selfAttentionResidual,
} from './attention.js';
import type { Declaration } from './declaration.js';
import { declareMlpResidual, LATENT_MLP_RATIO, mlpResidual } from './mlp.js';
import { declareNorm } from './norm.js';
import { declareTextAttention } from './text-attention.js';
import type { NetworkWeights } from './weights.js';

/** Tokens and latents of a batch of patches; the rows of all patches are concatenated. */
export interface RinState {
  /** X [N·n, d] */
  readonly tokens: tf.Tensor2D;
  /** Z [N·m, z] */
  readonly latents: tf.Tensor2D;
}

/** The weights of a RIN block, and of reading text before it. */
export function declareRinBlock(name: string, cascade: Cascade): Declaration[] {
  const { width: d, latentWidth: z, layers, tokenMlpRatio } = cascade.network;
  const inner = Math.min(d, z);
  const think = Array.from({ length: layers }, (_, k) => [
    ...declareNorm(`${name}.self.${k}.norm`, z),
    ...declareSelfAttention(`${name}.self.${k}`, z),
    ...declareMlpResidual(`${name}.self.${k}.mlp`, z, LATENT_MLP_RATIO),
  ]);
  return [
    ...declareTextAttention(name, cascade),
    ...declareCrossAttention(`${name}.read`, { query: z, source: d, inner }),
    ...declareMlpResidual(`${name}.read.mlp`, z, LATENT_MLP_RATIO),
    ...think.flat(),
    ...declareCrossAttention(`${name}.write`, { query: d, source: z, inner }),
    ...declareMlpResidual(`${name}.write.mlp`, d, tokenMlpRatio),
  ];
}

/**
 * One RIN block (Jabri et al. 2022): the latents read from the tokens, go through K layers, and write back.
 *
 * Z += MHA(LN Z, X); Z += MLP(LN Z); K × [Z += MHA(LN Z); Z += MLP(LN Z)]; X += MHA(LN X, Z); X += MLP(LN X)
 *
 * @param name prefix of the block's parameters, `blocks.0`
 * @param batch N patches
 */
export function rinBlock(
  weights: NetworkWeights,
  name: string,
  state: RinState,
  options: { readonly batch: number; readonly heads: number; readonly layers: number },
): RinState {
  const { layers, ...shape } = options;
  let latents = crossAttentionResidual(weights, `${name}.read`, state.latents, state.tokens, shape);
  latents = mlpResidual(weights, `${name}.read.mlp`, latents);
  for (let k = 0; k < layers; k++) {
    latents = selfAttentionResidual(weights, `${name}.self.${k}`, latents, shape);
    latents = mlpResidual(weights, `${name}.self.${k}.mlp`, latents);
  }
  const tokens = crossAttentionResidual(weights, `${name}.write`, state.tokens, latents, shape);
  return { tokens: mlpResidual(weights, `${name}.write.mlp`, tokens), latents };
}
