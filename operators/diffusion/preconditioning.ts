import { tf } from '../tensor/tf.js';

/** EDM's coefficients at one noise level (Karras et al. 2022, Table 1). */
export interface Preconditioning {
  readonly cSkip: number;
  readonly cOut: number;
  readonly cIn: number;
  /** ln(σ·b)/4, the noise level as an input of the network; b is the input scale of the level. */
  readonly cNoise: number;
}

/** c_skip, c_out, c_in of σ for data of standard deviation σ_data, and c_noise for a level of input scale b. */
export function preconditioning(sigma: number, sigmaData: number, inputScale = 1): Preconditioning {
  const variance = sigma ** 2 + sigmaData ** 2;
  return {
    cSkip: sigmaData ** 2 / variance,
    cOut: (sigma * sigmaData) / Math.sqrt(variance),
    cIn: 1 / Math.sqrt(variance),
    cNoise: Math.log(sigma * inputScale) / 4,
  };
}

/** One number per patch in a shape that multiplies [N, f, h, w, C]. */
export const perPatch = (values: readonly number[]): tf.Tensor5D =>
  tf.tensor5d([...values], [values.length, 1, 1, 1, 1]);

/** The inputs of the network for noisy patches: c_in · x̃ and c_noise. */
export function preconditionInput(
  noisy: tf.Tensor5D,
  sigma: readonly number[],
  sigmaData: number,
  inputScale: number,
): { patches: tf.Tensor5D; noise: tf.Tensor1D } {
  const c = sigma.map((s) => preconditioning(s, sigmaData, inputScale));
  return {
    patches: tf.mul(noisy, perPatch(c.map(({ cIn }) => cIn))),
    noise: tf.tensor1d(c.map(({ cNoise }) => cNoise)),
  };
}

/** D = c_skip · x̃ + c_out · F. */
export function denoised(
  noisy: tf.Tensor5D,
  output: tf.Tensor5D,
  sigma: readonly number[],
  sigmaData: number,
): tf.Tensor5D {
  const c = sigma.map((s) => preconditioning(s, sigmaData));
  const skip = tf.mul(noisy, perPatch(c.map(({ cSkip }) => cSkip)));
  return tf.add(skip, tf.mul(output, perPatch(c.map(({ cOut }) => cOut))));
}

/** The target of F: (x − c_skip · x̃) / c_out. */
export function networkTarget(
  clean: tf.Tensor5D,
  noisy: tf.Tensor5D,
  sigma: readonly number[],
  sigmaData: number,
): tf.Tensor5D {
  const c = sigma.map((s) => preconditioning(s, sigmaData));
  const rest = tf.sub(clean, tf.mul(noisy, perPatch(c.map(({ cSkip }) => cSkip))));
  return tf.mul(rest, perPatch(c.map(({ cOut }) => 1 / cOut)));
}
