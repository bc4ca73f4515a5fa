import type { Cascade } from '../../dsl/index.js';
import { declareParameters, type Declaration, type Rows } from './parameters.js';
import { fusesAt, isActive, latentCount, tokenCount, tokenGrid } from './shape.js';

/**
 * What a cascade's network costs, counted from its declared kernels: nothing is built or run for it.
 *
 * Floating-point operations are those of matrix products, two for each multiply and add: all kernels, attention's scores and
 * mixtures, and the interpolation of contexts. What works element by element (norms, GELU, softmax) is left out.
 */

/** Operations of the network on one patch of a level whose context is known: one step of sampling, for one tile. */
export const evaluationFlops = (cascade: Cascade, level: number): number =>
  sum(kernelsOf(cascade, level).filter(isOwn), (kernel) => kernelFlops(cascade, kernel)) +
  attentionFlops(cascade, level);

/** Operations of sampling and projecting the context of one patch of a level: once per tile while the level is sampled. */
export const contextFlops = (cascade: Cascade, level: number): number =>
  projectionFlops(cascade, level) + interpolationFlops(cascade, level);

/**
 * Operations of a training step on `batch` videos, one patch of every level each.
 *
 * The gradient of a product takes two; of an interpolation, whose weights are not learned, one. Self-conditioning looks at all of
 * it once more beforehand.
 */
export function trainingFlops(cascade: Cascade, batch: number): number {
  const first = cascade.network.selfCondition ? 1 : 0;
  const interpolated = cascade.network.detachContext ? 1 : 2;
  const perLevel = cascade.levels.map((_, level) => {
    const products = evaluationFlops(cascade, level) + projectionFlops(cascade, level);
    const interpolations = interpolationFlops(cascade, level);
    return (3 + first) * products + (interpolated + first) * interpolations;
  });
  return batch * sum(perLevel, (flops) => flops);
}

/** Kernels that a level's patches go through. */
function kernelsOf(cascade: Cascade, level: number): Declaration[] {
  return declareParameters(cascade).filter(({ name, rows }) => {
    if (rows === undefined) return false;
    const block = /^blocks\.(\d+)\./.exec(name)?.[1];
    if (block === undefined) return true;
    return (isFusion(name) ? fusesAt : isActive)(cascade, Number(block), level);
  });
}

const isFusion = (name: string): boolean => name.includes('.fusion.');

/** Kernels that see a patch's own numbers, and so run at every step. */
const isOwn = ({ name }: Declaration): boolean => !isFusion(name) || name.endsWith('.own.kernel');

const kernelFlops = (cascade: Cascade, { rows, shape: [from = 0, to = 0] }: Declaration): number =>
  rows === undefined ? 0 : 2 * rowCount(cascade, rows) * from * to;

const projectionFlops = (cascade: Cascade, level: number): number =>
  sum(
    kernelsOf(cascade, level).filter((kernel) => !isOwn(kernel)),
    (kernel) => kernelFlops(cascade, kernel),
  );

/** Rows of one patch. */
function rowCount(cascade: Cascade, rows: Rows): number {
  switch (rows) {
    case 'tokens':
      return tokenCount(cascade);
    case 'latents':
      return latentCount(cascade);
    case 'text':
      return wordCount(cascade) + 1;
    case 'words':
      return wordCount(cascade);
    case 'patch':
      return 1;
  }
}

const wordCount = ({ condition }: Cascade): number => (condition.kind === 'text' ? condition.tokens : 0);

const QUERY = '.attention.query.kernel';
const PACKED = '.attention.queryKeyValue.kernel';

/** Scores and mixtures of every attention: two products of queries × keys × width each. */
function attentionFlops(cascade: Cascade, level: number): number {
  const kernels = kernelsOf(cascade, level);
  const rowsOf = (name: string): number =>
    rowCount(cascade, kernels.find((kernel) => kernel.name === name)?.rows ?? 'patch');
  return sum(kernels, ({ name, rows = 'patch', shape: [, width = 0] }) => {
    const queries = rowCount(cascade, rows);
    if (name.endsWith(PACKED)) return 4 * queries ** 2 * (width / 3);
    if (!name.endsWith(QUERY)) return 0;
    return 4 * queries * rowsOf(name.replace(QUERY, '.attention.keyValue.kernel')) * width;
  });
}

/** Trilinear sampling, axis by axis, of every coarser level's tokens before every block that fuses. */
function interpolationFlops(cascade: Cascade, level: number): number {
  const fusing = kernelsOf(cascade, level).filter(({ name }) => name.endsWith('.fusion.context.kernel'));
  const taps = sum(tokenGrid(cascade), (tokens) => tokens);
  return level * sum(fusing, ({ shape: [from = 0] }) => 2 * tokenCount(cascade) * from * taps);
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
