import { tf } from '../tensor/tf.js';
import { adamDirection, type AdamWState, type AdamWStep } from './adamw.js';
import { blend } from './ema.js';

/**
 * One LAMB step and the moving average after it; returns new vectors and leaves the old ones to the caller.
 *
 * u = m̂/(√v̂ + ε) + λ w; w −= rate · r · u with r = |w|/|u| of every kernel, 1 where either norm is 0. What does not decay
 * (biases, norms, tables) is not adapted either: it makes Adam's step.
 *
 * @param scale what the gradient is multiplied by, from clipScale
 * @param kernels sizes of the kernels, which come first in every vector and decay
 * source You et al. 2020, Alg. 2 with bias correction; as timm's Lamb and TensorFlow Addons' LAMB
 */
export function lamb(
  state: AdamWState,
  gradient: tf.Tensor1D,
  scale: tf.Scalar,
  kernels: readonly number[],
  settings: AdamWStep,
): AdamWState {
  return tf.tidy(() => {
    const { mean, variance, direction } = adamDirection(state, tf.mul(gradient, scale), settings);
    const size = kernels.reduce((sum, n) => sum + n, 0);
    const [weights, others] = halves(state.parameters, size);
    const [direct, otherDirections] = halves(direction, size);
    const update = tf.add<tf.Tensor1D>(direct, tf.mul(weights, settings.weightDecay));
    const adapted = timesPerKernel(update, trustRatios(weights, update, kernels), kernels);
    const parameters = tf.concat<tf.Tensor1D>([
      tf.sub<tf.Tensor1D>(weights, tf.mul(adapted, settings.rate)),
      tf.sub<tf.Tensor1D>(others, tf.mul(otherDirections, settings.rate)),
    ]);
    return { parameters, mean, variance, average: blend(state.average, parameters, settings.averageDecay) };
  });
}

/** The first `size` numbers, and the rest. */
const halves = (vector: tf.Tensor1D, size: number): [tf.Tensor1D, tf.Tensor1D] => [
  tf.slice(vector, 0, size),
  tf.slice(vector, size),
];

/** |w|/|u| of every kernel, 1 where either is 0; [kernels] */
function trustRatios(weights: tf.Tensor1D, update: tf.Tensor1D, kernels: readonly number[]): tf.Tensor1D {
  const norms = (vector: tf.Tensor1D): tf.Tensor1D =>
    tf.sqrt(tf.stack(tf.split(vector, [...kernels]).map((part) => tf.dot(part, part))) as tf.Tensor1D);
  const [w, u] = [norms(weights), norms(update)];
  const both = tf.logicalAnd(tf.greater(w, 0), tf.greater(u, 0));
  return tf.where(both, tf.div<tf.Tensor1D>(w, tf.where(both, u, tf.onesLike(u))), tf.onesLike(w));
}

/** Every kernel of a flat vector times its own number, in one product: over rows as long as all kernels can be cut into. */
function timesPerKernel(vector: tf.Tensor1D, factors: tf.Tensor1D, kernels: readonly number[]): tf.Tensor1D {
  const row = kernels.reduce(commonDivisor);
  const owner = Int32Array.from(kernels.flatMap((size, kernel) => Array.from({ length: size / row }, () => kernel)));
  const perRow = tf.reshape(tf.gather(factors, tf.tensor1d(owner, 'int32')), [-1, 1]);
  return tf.reshape<tf.Rank.R1>(tf.mul(tf.reshape(vector, [-1, row]), perRow), [-1]);
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));
