import type { Cascade } from '../../dsl/index.js';
import { linear } from '../tensor/linear.js';
import { tf } from '../tensor/tf.js';
import { matrix, vector, type Declaration } from './declaration.js';
import { kernel, weight, type NetworkWeights } from './weights.js';

/**
 * Parameters of the fusion of tokens with context and coordinates.
 *
 * @param name of the block, `blocks.0`
 */
export const declareFusion = (name: string, { network: { width: d, coordinates } }: Cascade): Declaration[] => [
  matrix(`${name}.fusion.own`, d, d, 'identity'),
  matrix(`${name}.fusion.context`, d, d, 'context'),
  ...(coordinates ? [matrix(`${name}.fusion.coordinates`, 3, d, 'zeros')] : []),
  vector(`${name}.fusion.bias`, d),
];

/**
 * The part of context fusion that does not depend on a patch's own tokens: W_ctx · context + W_c · δ + bias.
 *
 * In sampling, where the coarser level is finished, `projectTokens` and `projectPlaces` make it from parts.
 *
 * @param name prefix of the block's parameters, `blocks.0`
 * @param context mean of the interpolated tokens of the coarser levels, [N·n, d]
 * @param coordinates δ of every patch as fractions of the whole video, [N, 3]; undefined if the cascade does not use them
 * @returns [N·n, d]
 */
export function projectContext(
  weights: NetworkWeights,
  name: string,
  context: tf.Tensor2D,
  coordinates?: tf.Tensor2D,
): tf.Tensor2D {
  const [rows, d] = context.shape;
  const projected = linear(
    context,
    kernel(weights, `${name}.fusion.context`),
    weight<tf.Tensor1D>(weights, `${name}.fusion.bias`),
  );
  if (coordinates === undefined) return projected;
  const batch = coordinates.shape[0];
  const place = linear(coordinates, kernel(weights, `${name}.fusion.coordinates`));
  const placed = tf.add(tf.reshape(projected, [batch, rows / batch, d]), tf.reshape(place, [batch, 1, d]));
  return tf.reshape(placed, [rows, d]);
}

/**
 * What the tokens of a finished level say to finer levels before a block: W_ctx · tokens. Interpolation and mean commute with this product,
 * so it is made once per coarse token, and not for every fine one (HPDM §4.4, cached inference).
 *
 * @param tokens that enter the block, [rows, d]
 * @returns [rows, d]
 */
export const projectTokens = (weights: NetworkWeights, name: string, tokens: tf.Tensor2D): tf.Tensor2D =>
  linear(tokens, kernel(weights, `${name}.fusion.context`));

/**
 * The rest of the context's projection: W_c · δ + bias.
 *
 * @param coordinates δ of N patches as fractions of the whole video, [N, 3]; undefined if the cascade does not use them
 * @returns [N, 1, d], or [1, 1, d] without coordinates
 */
export function projectPlaces(weights: NetworkWeights, name: string, coordinates?: tf.Tensor2D): tf.Tensor3D {
  const bias = weight<tf.Tensor1D>(weights, `${name}.fusion.bias`);
  const d = bias.shape[0];
  if (coordinates === undefined) return tf.reshape(bias, [1, 1, d]);
  const place = linear(coordinates, kernel(weights, `${name}.fusion.coordinates`), bias);
  return tf.reshape(place, [-1, 1, d]);
}

/**
 * Context fusion before a block (HPDM §3.2, eq. 7–9): W · [own, context, δ] + bias.
 *
 * @param tokens of the patches, [N·n, d]
 * @param projected from projectContext, [N·n, d]
 */
export function fuse(weights: NetworkWeights, name: string, tokens: tf.Tensor2D, projected: tf.Tensor2D): tf.Tensor2D {
  return tf.add(linear(tokens, kernel(weights, `${name}.fusion.own`)), projected);
}
