import { layerNorm, normLinear, type Norm } from '../tensor/layer-norm.js';
import type { tf } from '../tensor/tf.js';
import { vector, type Declaration, type Start } from './declaration.js';
import { denseWeights } from './dense.js';
import { weight, type NetworkWeights } from './weights.js';

/** A layer norm's scale and shift. */
export const declareNorm = (name: string, size: number, gamma: Start = 'ones'): Declaration[] => [
  vector(`${name}.gamma`, size, gamma),
  vector(`${name}.beta`, size),
];

/** The scale and shift of a layer norm, by its name. */
export const normWeights = (weights: NetworkWeights, name: string): Norm => ({
  gamma: weight(weights, `${name}.gamma`),
  beta: weight(weights, `${name}.beta`),
});

/** Layer norm with the weights of a name. */
export const norm = (weights: NetworkWeights, name: string, x: tf.Tensor2D): tf.Tensor2D =>
  layerNorm(x, normWeights(weights, name));

/** dense(norm(x)), with the weights of two names. */
export function normDense(weights: NetworkWeights, normName: string, denseName: string, x: tf.Tensor2D): tf.Tensor2D {
  const { kernel, bias } = denseWeights(weights, denseName);
  return normLinear(x, normWeights(weights, normName), kernel, bias);
}
