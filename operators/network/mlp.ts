import { mlp as mlpOperation } from '../tensor/mlp.js';
import { mlpResidual as residualOperation } from '../tensor/mlp-residual.js';
import { tf } from '../tensor/tf.js';
import type { Declaration } from './declaration.js';
import { declareDense, denseWeights } from './dense.js';
import { declareNorm, normWeights } from './norm.js';
import type { NetworkWeights } from './weights.js';

/** Hidden width divided by model width, for the MLPs of the latents and of the condition tokens. */
export const LATENT_MLP_RATIO = 4;

/** Two dense layers; the hidden layer is `ratio` times as wide. */
export const declareMlp = (name: string, width: number, ratio: number): Declaration[] => [
  ...declareDense(`${name}.dense1`, width, width * ratio),
  ...declareDense(`${name}.dense2`, width * ratio, width),
];

/** dense2(GELU(dense1(x))). */
export const mlp = (weights: NetworkWeights, name: string, x: tf.Tensor2D): tf.Tensor2D =>
  tf.tidy(() => mlpOperation(x, denseWeights(weights, `${name}.dense1`), denseWeights(weights, `${name}.dense2`)));

/** An MLP with its norm. */
export const declareMlpResidual = (name: string, width: number, ratio: number): Declaration[] => [
  ...declareNorm(`${name}.norm`, width),
  ...declareMlp(name, width, ratio),
];

/** x + MLP(LN x). */
export const mlpResidual = (weights: NetworkWeights, name: string, x: tf.Tensor2D): tf.Tensor2D =>
  tf.tidy(() =>
    residualOperation(
      x,
      normWeights(weights, `${name}.norm`),
      denseWeights(weights, `${name}.dense1`),
      denseWeights(weights, `${name}.dense2`),
    ),
  );
