import { tf } from '../tensor/tf.js';
import { native } from '../tensor/native.js';
import { blend } from './ema-decay.js';

/** AdamW's settings (Loshchilov & Hutter 2019). */
export interface AdamWSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/** Parameters, moments and moving average as flat vectors [P], so that a step takes few kernels for any number of tensors. */
export type AdamWState = Readonly<Record<'parameters' | 'mean' | 'variance' | 'average', tf.Tensor1D>>;

/** The inputs of one step besides the state. */
export interface AdamWStep extends AdamWSettings {
  /** Counted from 1, for the bias correction. */
  readonly step: number;
  /** Learning rate. */
  readonly rate: number;
  /** Weight of the old moving average; see ema-decay.ts. */
  readonly averageDecay: number;
}

/** A step of an optimiser: it makes new vectors; the caller keeps the old ones. */
export type Optimise = (
  state: AdamWState,
  gradient: tf.Tensor1D,
  /** The factor of the gradient, from clipScale. */
  scale: tf.Scalar,
  /** Sizes of the kernels, which come first in every vector. Only kernels decay; biases, norms and tables do not. */
  kernels: readonly number[],
  settings: AdamWStep,
) => AdamWState;

/** One AdamW step, p −= rate · (m̂/(√v̂ + ε) + λ p), and the moving average after it. */
export const adamw: Optimise = (state, gradient, scale, kernels, settings) =>
  optimiseAtOnce(state, gradient, scale, kernels, settings, false) ??
  optimiseInParts(state, gradient, scale, kernels, settings, (update) => update);

/** A step by hpdm's own kernel, if there is one; with `adapted` it is a step of LAMB. */
export function optimiseAtOnce(
  { parameters, mean, variance, average }: AdamWState,
  gradient: tf.Tensor1D,
  scale: tf.Scalar,
  kernels: readonly number[],
  step: AdamWStep,
  adapted: boolean,
): AdamWState | undefined {
  const fused = native();
  if (fused === undefined) return undefined;
  const settings = tf.tensor1d(numbersOf(step));
  const vectors = [parameters, mean, variance, average, gradient];
  const [p, m, v, a] = fused.adam(vectors, { settings, scale, kernels, adapted });
  settings.dispose();
  return { parameters: p, mean: m, variance: v, average: a };
}

/** The settings in the order of the kernel. */
function numbersOf({ beta1, beta2, epsilon, rate, step, weightDecay, averageDecay }: AdamWStep): number[] {
  const corrections = [1 / (1 - beta1 ** step), 1 / Math.sqrt(1 - beta2 ** step)];
  return [beta1, beta2, epsilon, rate, ...corrections, weightDecay, averageDecay];
}

/** A step by general kernels; `adapt` changes the update of the kernels. */
export function optimiseInParts(
  { parameters, average, ...moments }: AdamWState,
  gradient: tf.Tensor1D,
  scale: tf.Scalar,
  kernels: readonly number[],
  settings: AdamWStep,
  adapt: (update: tf.Tensor1D, weights: tf.Tensor1D) => tf.Tensor1D,
): AdamWState {
  return tf.tidy(() => {
    const { mean, variance, direction } = adamDirection(moments, tf.mul(gradient, scale), settings);
    const size = kernels.reduce((sum, n) => sum + n, 0);
    const [weights, others] = halves(parameters, size);
    const [decaying, otherUpdates] = halves(direction, size);
    const update = tf.add<tf.Tensor1D>(decaying, tf.mul(weights, settings.weightDecay));
    const moved = tf.concat<tf.Tensor1D>([
      tf.sub<tf.Tensor1D>(weights, tf.mul(adapt(update, weights), settings.rate)),
      tf.sub<tf.Tensor1D>(others, tf.mul(otherUpdates, settings.rate)),
    ]);
    return { parameters: moved, mean, variance, average: blend(average, moved, settings.averageDecay) };
  });
}

/** Split a vector into its first `size` numbers and the rest. */
const halves = (vector: tf.Tensor1D, size: number): [tf.Tensor1D, tf.Tensor1D] => [
  tf.slice(vector, 0, size),
  tf.slice(vector, size),
];

/** Adam's moments after a gradient, and m̂/(√v̂ + ε), each [P]. */
function adamDirection(
  { mean, variance }: Pick<AdamWState, 'mean' | 'variance'>,
  gradient: tf.Tensor1D,
  { beta1, beta2, epsilon, step }: AdamWStep,
): Record<'mean' | 'variance' | 'direction', tf.Tensor1D> {
  const m = tf.add<tf.Tensor1D>(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1));
  const v = tf.add<tf.Tensor1D>(tf.mul(variance, beta2), tf.mul(tf.square(gradient), 1 - beta2));
  const denominator = tf.add(tf.mul(tf.sqrt(v), 1 / Math.sqrt(1 - beta2 ** step)), epsilon);
  return { mean: m, variance: v, direction: tf.mul(tf.div(m, denominator), 1 / (1 - beta1 ** step)) };
}

/** The factor that reduces the global norm of a gradient to at most `maximum`, and the norm itself. */
export function clipScale(gradient: tf.Tensor1D, maximum: number): { scale: tf.Scalar; norm: tf.Scalar } {
  const norm = tf.sqrt(tf.dot(gradient, gradient)) as tf.Scalar;
  return { scale: tf.minimum(tf.div(maximum, tf.add(norm, 1e-6)), 1), norm };
}
