import { tf } from '../tensor/tf.js';

/** AdamW's settings (Loshchilov & Hutter 2019). */
export interface AdamWSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/** Parameters and moments as flat vectors [P]: one kernel per line of the formula, whatever the number of tensors. */
export interface AdamWState {
  readonly parameters: tf.Tensor1D;
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

/**
 * One AdamW step; returns new vectors and leaves the old ones to the caller.
 *
 * @param step counted from 1, for the bias correction
 * @param decayed [P] 1 where weight decay applies, 0 on biases, norms and tables
 */
export function adamw(
  { parameters, mean, variance }: AdamWState,
  gradient: tf.Tensor1D,
  step: number,
  rate: number,
  decayed: tf.Tensor1D,
  { beta1, beta2, epsilon, weightDecay }: AdamWSettings,
): AdamWState {
  return tf.tidy(() => {
    const m = tf.add<tf.Tensor1D>(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1));
    const v = tf.add<tf.Tensor1D>(tf.mul(variance, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const denominator = tf.add(tf.mul(tf.sqrt(v), 1 / Math.sqrt(1 - beta2 ** step)), epsilon);
    const move = tf.mul(tf.div(m, denominator), rate / (1 - beta1 ** step));
    const shrunk = tf.sub(parameters, tf.mul(parameters, tf.mul(decayed, rate * weightDecay)));
    return { parameters: tf.sub<tf.Tensor1D>(shrunk, move), mean: m, variance: v };
  });
}

/** Scale a gradient down to a global norm of at most `maximum`; returns it with the norm it had. */
export function clipByGlobalNorm(gradient: tf.Tensor1D, maximum: number): { clipped: tf.Tensor1D; norm: tf.Scalar } {
  const norm = tf.sqrt(tf.sum<tf.Scalar>(tf.square(gradient)));
  const scale = tf.minimum(tf.div(maximum, tf.add(norm, 1e-6)), 1);
  return { clipped: tf.mul(gradient, scale), norm };
}
