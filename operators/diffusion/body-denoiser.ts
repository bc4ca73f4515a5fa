import type { Body } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import type { CanvasDenoiser } from './sample-canvas.js';

/** The node's inputs, and the further ones that are passed into the body. */
export type BodyInputs = Readonly<Record<string, unknown>> & { readonly canvas: tf.Tensor5D };

/**
 * The body as a denoiser of canvases. A cancelled run stops between two calls.
 * The latents of each call are passed to the next (self-conditioning); `forget` disposes of the last ones.
 *
 * @param inputs what the body gets besides the canvas in a step; asked for before each call
 * @param settle what is done with an estimate; nothing if left out
 */
export function bodyDenoiser(
  body: Body,
  inputs: (step: number) => Readonly<Record<string, unknown>>,
  { signal, settle }: { readonly signal: AbortSignal; readonly settle?: (estimate: tf.Tensor5D) => tf.Tensor5D },
): { denoise: CanvasDenoiser; forget: () => void } {
  let latents: tf.Tensor | undefined;
  const denoise: CanvasDenoiser = async (x, sigma, step) => {
    await breathe();
    signal.throwIfAborted();
    const { denoised, next } = estimate(body, { ...inputs(step), canvas: x }, sigma, latents, settle);
    latents?.dispose();
    latents = next;
    return denoised;
  };
  const forget = (): void => {
    latents?.dispose();
    latents = undefined;
  };
  return { denoise, forget };
}

/** What the body makes of a canvas: the estimate, and latents for the next call. */
export const estimate = (
  body: Body,
  inputs: BodyInputs,
  sigma: number,
  latents: tf.Tensor | undefined,
  settle: (estimate: tf.Tensor5D) => tf.Tensor5D = (estimate) => estimate,
) =>
  tf.tidy(() => {
    const out = body({ ...inputs, sigma: [[sigma]], latents });
    return { denoised: settle(out['denoised'] as tf.Tensor5D), next: out['latents'] as tf.Tensor | undefined };
  });

/** Let timers, signals and streams run between two calls of the network. */
const breathe = (): Promise<void> => new Promise((resume) => setImmediate(resume));
