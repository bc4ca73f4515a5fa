import type { Body } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import type { Denoiser } from './sampler-steps.js';
import { thresholded } from './thresholded.js';

/** The node's inputs, and the further ones that are passed into the body. */
export type BodyInputs = Readonly<Record<string, unknown>> & { readonly canvas: tf.Tensor5D };

/**
 * The body as a denoiser of canvases, whose estimates are brought into [-1, 1]. A cancelled run stops between two calls.
 * The latents of each call are passed to the next (self-conditioning); `forget` disposes of the last ones.
 */
export function bodyDenoiser(
  body: Body,
  inputs: BodyInputs,
  { signal, threshold }: { readonly signal: AbortSignal; readonly threshold: number },
): { denoise: Denoiser<tf.Tensor5D>; forget: () => void } {
  let latents: tf.Tensor | undefined;
  const denoise: Denoiser<tf.Tensor5D> = async (x, sigma) => {
    await breathe();
    signal.throwIfAborted();
    const { denoised, next } = estimate(body, inputs, x, sigma, latents, threshold);
    latents?.dispose();
    latents = next;
    return denoised;
  };
  return { denoise, forget: () => latents?.dispose() };
}

/** What the body makes of a canvas: the estimate, in the range of videos, and latents for the next call. */
export const estimate = (
  body: Body,
  inputs: BodyInputs,
  canvas: tf.Tensor5D,
  sigma: number,
  latents: tf.Tensor | undefined,
  threshold: number,
) =>
  tf.tidy(() => {
    const out = body({ ...inputs, canvas, sigma: [[sigma]], latents });
    return {
      denoised: thresholded(out['denoised'] as tf.Tensor5D, threshold),
      next: out['latents'] as tf.Tensor | undefined,
    };
  });

/** Let timers, signals and streams run between two calls of the network. */
const breathe = (): Promise<void> => new Promise((resume) => setImmediate(resume));
