import type { Body } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import type { Denoiser } from './sampler-steps.js';

/** The node's inputs, and the further ones that are passed into the body. */
export type BodyInputs = Readonly<Record<string, unknown>> & { readonly canvas: tf.Tensor5D };

/**
 * The body as a denoiser of canvases, whose estimates are clamped to [-1, 1]. A cancelled run stops between two calls.
 * The latents of each call are passed to the next (self-conditioning); `forget` disposes of the last ones.
 */
export function bodyDenoiser(
  body: Body,
  inputs: BodyInputs,
  signal: AbortSignal,
): { denoise: Denoiser<tf.Tensor5D>; forget: () => void } {
  let latents: tf.Tensor | undefined;
  const denoise: Denoiser<tf.Tensor5D> = async (x, sigma) => {
    await breathe();
    signal.throwIfAborted();
    const { denoised, next } = estimate(body, inputs, x, sigma, latents);
    latents?.dispose();
    latents = next;
    return denoised;
  };
  return { denoise, forget: () => latents?.dispose() };
}

/** What the body makes of a canvas: the estimate, clamped to the range of videos, and latents for the next call. */
export const estimate = (
  body: Body,
  inputs: BodyInputs,
  canvas: tf.Tensor5D,
  sigma: number,
  latents: tf.Tensor | undefined,
) =>
  tf.tidy(() => {
    const out = body({ ...inputs, canvas, sigma: [[sigma]], latents });
    return {
      denoised: tf.clipByValue(out['denoised'] as tf.Tensor5D, -1, 1),
      next: out['latents'] as tf.Tensor | undefined,
    };
  });

/** Let timers, signals and streams run between two calls of the network. */
const breathe = (): Promise<void> => new Promise((resume) => setImmediate(resume));
