import type { Cascade } from '../../dsl/index.js';
import { FLOAT, networkNumbers } from '../network/memory.js';
import { kept, pairwise, times, together } from '../network/operation-memory.js';
import { countParameters } from '../network/parameters.js';
import { pixelsOf, product } from '../network/shape.js';

/** Copies of all parameters while the loss is computed: weights, moments and average; the weights apart. */
const COPIES_AT_LOSS = 5;
/** The same while the optimiser works: further the gradients as one vector and the new state, but the weights apart are gone. */
const COPIES_AT_UPDATE = 9;

/**
 * Largest sum of the bytes of tensors alive in a training step on `batch` videos, one patch of every level each.
 *
 * Either the end of the forward pass, when the results of all operations are alive and what their gradients keep, or the
 * optimiser's update. Counted as tfjs does, shared data once for every tensor, and with hpdm's own kernels: the general ones
 * keep the matrices of attention besides.
 */
export function trainingBytes(cascade: Cascade, batch: number): number {
  const parameters = countParameters(cascade);
  const levels = cascade.levels.map((_, level) => level);
  const network = networkNumbers(cascade, { count: batch, levels, nested: true });
  const { made, saved } = together(network, times(levels.length, objective(cascade, batch)));
  const forward = COPIES_AT_LOSS * parameters + made + saved;
  return FLOAT * (inputNumbers(cascade, batch) + Math.max(forward, COPIES_AT_UPDATE * parameters));
}

/** A level's preconditioned input, target and squared error. */
function objective(cascade: Cascade, batch: number) {
  const pixels = pixelsOf(cascade, batch);
  return together(times(4, kept(pixels)), times(2, pairwise(pixels)));
}

/** Patches of all levels, clean and noisy, and the next batch of videos. */
function inputNumbers(cascade: Cascade, batch: number): number {
  const video = batch * product(cascade.levels.at(-1)?.size ?? cascade.patch) * cascade.channels;
  return video + 2 * cascade.levels.length * pixelsOf(cascade, batch);
}
