import type { Cascade } from '../../dsl/index.js';
import type { Part } from './part.js';
import { countParameters, declareParameters } from '../network/declare-parameters.js';

/** Vectors [P] of a member that holds all, while an optimiser moves the weights: weights, moments, average, before and after, and the gradient. */
const ALL = 9;

/** Bytes of these vectors. */
export const undividedBytes = (cascade: Cascade): number => 4 * ALL * countParameters(cascade);

/**
 * Whether members divide the moments and the average of the weights (ZeRO-1), since one of them does not hold all: nine vectors as long as the
 * network has parameters.
 *
 * @param memory bytes that the run may take on a member; undefined: any
 * source Rajbhandari et al. 2020, ZeRO stage 1, with the average as one more state; https://arxiv.org/abs/1910.02054
 */
export const mustDivide = (cascade: Cascade, memory: number | undefined, members: number): boolean =>
  memory !== undefined &&
  members > 1 &&
  undividedBytes(cascade) > memory &&
  declareParameters(cascade).length >= members;

/** Bytes that a member which divides vectors holds while it saves: the weights and a copy of them, three whole vectors, and its part of these. */
export const savingBytes = (parameters: number, { size }: Part): number => 4 * (5 * parameters + 3 * size);

/**
 * Bytes that a member sends in a step, and as many that it receives: the gradient twice, but for its own part, and where vectors are divided
 * the new weights once.
 *
 * source ring all-reduce and all-gather: 2 (N − 1) / N and (N − 1) / N of the vector, https://doi.org/10.1016/j.jpdc.2008.09.002
 */
export const sentBytes = (parameters: number, members: number, isDivided: boolean): number =>
  Math.round((((isDivided ? 3 : 2) * (members - 1)) / members) * 4 * parameters);

/** That members divide the vectors, in words. */
export function formatDivision(cascade: Cascade, members: number, memory: number): string {
  const gib = (bytes: number): string => `${Number((bytes / 2 ** 30).toPrecision(3))} GiB`;
  const [all, each] = [undividedBytes(cascade), (4 * 3 * countParameters(cascade)) / members];
  return `${members} members divide the moments and the average of the weights, ${gib(each)} each: undivided, the optimiser needs ${gib(all)}, more than the ${gib(memory)} that a member may take`;
}
