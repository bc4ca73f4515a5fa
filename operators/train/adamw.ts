import { tf } from '../tensor/tf.js';
import { native } from '../tensor/native.js';
import { blend } from './ema.js';

/** AdamW's settings (Loshchilov & Hutter 2019). */
export interface AdamWSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/** Parameters, moments and moving average as flat vectors [P]: few kernels, whatever the number of tensors. */
export type AdamWState = Readonly<Record<'parameters' | 'mean' | 'variance' | 'average', tf.Tensor1D>>;

/** What one step needs besides the state. */
export interface AdamWStep extends AdamWSettings {
  /** Counted from 1, for the bias correction. */
  readonly step: number;
  /** Learning rate. */
  readonly rate: number;
  /** Weight of the old moving average; see ema.ts. */
  readonly averageDecay: number;
}

/**
 * One AdamW step and the moving average after it; returns new vectors and leaves the old ones to the caller.
 *
 * @param scale what the gradient is multiplied by, from clipScale
 * @param decayed [P] 1 where weight decay applies, 0 on biases, norms and tables
 */
export function adamw(
  state: AdamWState,
  gradient: tf.Tensor1D,
  scale: tf.Scalar,
  decayed: tf.Tensor1D,
  settings: AdamWStep,
): AdamWState {
  const fused = native();
  return tf.tidy(() => {
    if (fused === undefined) return adamwInParts(state, tf.mul(gradient, scale), decayed, settings);
    const { parameters, mean, variance, average } = state;
    const vectors = [parameters, mean, variance, average, gradient, decayed];
    const [p, m, v, a] = fused.adamw(vectors, tf.tensor1d(numbersOf(settings)), scale);
    return { parameters: p, mean: m, variance: v, average: a };
  });
}

/** The settings in the order of the kernel. */
function numbersOf({ beta1, beta2, epsilon, rate, step, weightDecay, averageDecay }: AdamWStep): number[] {
  const corrections = [1 / (1 - beta1 ** step), 1 / Math.sqrt(1 - beta2 ** step)];
  return [beta1, beta2, epsilon, rate, ...corrections, rate * weightDecay, averageDecay];
}

function adamwInParts(state: AdamWState, gradient: tf.Tensor1D, decayed: tf.Tensor1D, settings: AdamWStep): AdamWState {
  const { parameters, average } = state;
  const { rate, weightDecay, averageDecay } = settings;
  const { mean, variance, direction } = adamDirection(state, gradient, settings);
  const shrunk = tf.sub(parameters, tf.mul(parameters, tf.mul(decayed, rate * weightDecay)));
  const moved = tf.sub<tf.Tensor1D>(shrunk, tf.mul(direction, rate));
  return { parameters: moved, mean, variance, average: blend(average, moved, averageDecay) };
}

/** Adam's moments after a gradient, and m̂/(√v̂ + ε), each [P]. */
export function adamDirection(
  { mean, variance }: Pick<AdamWState, 'mean' | 'variance'>,
  gradient: tf.Tensor1D,
  { beta1, beta2, epsilon, step }: AdamWStep,
): Record<'mean' | 'variance' | 'direction', tf.Tensor1D> {
  const m = tf.add<tf.Tensor1D>(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1));
  const v = tf.add<tf.Tensor1D>(tf.mul(variance, beta2), tf.mul(tf.square(gradient), 1 - beta2));
  const denominator = tf.add(tf.mul(tf.sqrt(v), 1 / Math.sqrt(1 - beta2 ** step)), epsilon);
  return { mean: m, variance: v, direction: tf.mul(tf.div(m, denominator), 1 / (1 - beta1 ** step)) };
}

/** What a gradient is multiplied by so that its global norm is at most `maximum`, and the norm it has. */
export function clipScale(gradient: tf.Tensor1D, maximum: number): { scale: tf.Scalar; norm: tf.Scalar } {
  const norm = tf.sqrt(tf.dot(gradient, gradient)) as tf.Scalar;
  return { scale: tf.minimum(tf.div(maximum, tf.add(norm, 1e-6)), 1), norm };
}
