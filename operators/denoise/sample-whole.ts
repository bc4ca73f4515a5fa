import { itemAt, levelOf, type Body, type Cascade } from '../../dsl/index.js';
import { bodyDenoiser } from '../diffusion/body-denoiser.js';
import { sampleCanvas } from '../diffusion/sample-canvas.js';
import { startCanvas } from '../diffusion/start-canvas.js';
import { thresholded } from '../diffusion/thresholded.js';
import type { tf } from '../tensor/tf.js';
import { drawShift } from '../tiles/draw-shift.js';
import { slabStarts } from '../tiles/pace.js';
import type { Parts } from './finished-parts.js';

/** How a level is sampled, whole or in slabs. */
export interface LevelSettings {
  readonly cascade: Cascade;
  readonly level: number;
  readonly sigmas: readonly number[];
  readonly seed: number;
  readonly body: Body;
  readonly signal: AbortSignal;
  /** Where what is finished is kept, and taken from. */
  readonly kept: Parts;
  /** Called while tiles go through the network, with how many of those of a call have. */
  readonly passed?: ((done: number, of: number) => void) | undefined;
  /** Called after each step with the estimate from its start. */
  readonly stepped: (estimate: tf.Tensor5D | undefined, isLast: boolean) => Promise<void> | void;
}

/** What comes with a level or a slab, of which all but the canvas also goes to the body. */
export type LevelInputs = Readonly<Record<string, unknown>> & {
  readonly canvas: tf.Tensor5D;
  readonly start?: tf.Tensor5D | undefined;
  readonly coarser?: tf.Tensor5D | undefined;
};

/**
 * Sample a whole level.
 *
 * @param number of the item, on whose videos the noise depends
 */
export async function sampleWhole(settings: LevelSettings, inputs: LevelInputs, number: number): Promise<tf.Tensor5D> {
  const { cascade, level, sigmas, seed, body, signal, kept, stepped, passed } = settings;
  const count = inputs.canvas.shape[0];
  const videos = { first: number * count, count };
  if (kept.has('whole', videos)) return kept.read('whole', videos);
  const { threshold, size } = levelOf(cascade, level);
  const starts = slabStarts(cascade, level);
  const lengths = starts.map((start, i) => (starts[i + 1] ?? size[0]) - start);
  const settle = (estimate: tf.Tensor5D): tf.Tensor5D => thresholded(estimate, threshold, lengths);
  const inStep = (step: number) => ({ ...inputs, part: 0, shift: drawShift(cascade, level, seed, step) });
  const { denoise, forget } = bodyDenoiser(body, inStep, { signal, passed, settle });
  const x = startCanvas(cascade, level, itemAt(sigmas, 0), inputs);
  const sampled = { cascade, level, sigmas, seed, first: videos.first, frame: 0 };
  const video = await sampleCanvas(sampled, x, denoise, (step, estimate) => {
    return stepped(estimate, step + 1 === sigmas.length);
  }).finally(forget);
  await kept.keep('whole', videos.first, video);
  return video;
}
