import { linear, linearResidual } from '../tensor/linear.js';
import type { Dense } from '../tensor/mlp.js';
import type { tf } from '../tensor/tf.js';
import { matrix, vector, type Declaration, type Start } from './declaration.js';
import { kernel, weight, type NetworkWeights } from './weights.js';

/** The kernel and bias of a dense layer. */
export const declareDense = (name: string, from: number, to: number, start: Start = 'fan-in'): Declaration[] => [
  matrix(name, from, to, start),
  vector(`${name}.bias`, to),
];

/** The kernel and bias of a dense layer, by its name. */
export const denseWeights = (weights: NetworkWeights, name: string): Dense => ({
  kernel: kernel(weights, name),
  bias: weight(weights, `${name}.bias`),
});

/** x · kernel + bias, with the weights of a name. */
export function dense(weights: NetworkWeights, name: string, x: tf.Tensor2D): tf.Tensor2D {
  const { kernel, bias } = denseWeights(weights, name);
  return linear(x, kernel, bias);
}

/** x + dense(branch). */
export function residual(weights: NetworkWeights, name: string, x: tf.Tensor2D, branch: tf.Tensor2D): tf.Tensor2D {
  const { kernel, bias } = denseWeights(weights, name);
  return linearResidual(x, branch, kernel, bias);
}
