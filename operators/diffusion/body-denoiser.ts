import type { Body, InPieces } from '../../dsl/index.js';
import { pieceByPiece, type Interruptions } from '../tensor/piece-by-piece.js';
import { tf } from '../tensor/tf.js';
import type { CanvasDenoiser } from './sample-canvas.js';

/** The node's inputs, and the further ones that are passed into the body. */
export type BodyInputs = Readonly<Record<string, unknown>> & { readonly canvas: tf.Tensor5D };

/**
 * The body as a denoiser of canvases. A cancelled run stops between two calls, or between two pieces of one.
 * The latents of each call are passed to the next (self-conditioning); `forget` disposes of the last ones.
 *
 * @param inputs what the body gets besides the canvas in a step; asked for before each call
 * @param settle what is done with an estimate; nothing if left out
 */
export function bodyDenoiser(
  body: Body,
  inputs: (step: number) => Readonly<Record<string, unknown>>,
  { settle, ...interruptions }: Interruptions & { readonly settle?: Settle },
): { denoise: CanvasDenoiser; forget: () => void } {
  let latents: tf.Tensor | undefined;
  const denoise: CanvasDenoiser = async (x, sigma, step) => {
    const work = estimateInPieces(body, { ...inputs(step), canvas: x }, sigma, latents, settle);
    const { denoised, next } = await pieceByPiece(work, interruptions);
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
  settle?: Settle,
) => tf.tidy(() => settled(body({ ...inputs, sigma: [[sigma]], latents }), settle));

/** The same in pieces, if the body works in pieces. */
function* estimateInPieces(...[body, inputs, sigma, latents, settle]: Parameters<typeof estimate>): InPieces<Estimate> {
  const given = { ...inputs, sigma: [[sigma]], latents };
  return settled(body.pieces ? yield* body.pieces(given) : body(given), settle);
}

type Settle = (estimate: tf.Tensor5D) => tf.Tensor5D;

type Estimate = ReturnType<typeof settled>;

const settled = (made: Readonly<Record<string, unknown>>, settle: Settle = (estimate) => estimate) => ({
  denoised: settle(made['denoised'] as tf.Tensor5D),
  next: made['latents'] as tf.Tensor | undefined,
});
