import { itemAt, levelOf, type Cascade, type Size } from '../../dsl/index.js';
import { linearMatrix, type Span } from '../tensor/linear-matrix.js';
import type { AxisMatrices } from '../tensor/resample.js';
import type { Origin } from './origin.js';
import { tokenGrid } from './token-grid.js';

const AXES = [0, 1, 2] as const;

/**
 * Matrices that interpolate the tokens of parents at the centres of their children's tokens; with the grid of their pixels, the pixels.
 *
 * ĉ = [s_ℓ/s_k; (δ_ℓ − δ_k)/s_k] (HPDM §3.2), the position of the child in fractions of the parent.
 *
 * @param children origins of N patches of level `child`
 * @param parents origins of the N patches of level `parent` that hold them
 * @param grid tokens, or pixels, of a patch per axis
 */
export function contextMatrices(
  cascade: Cascade,
  child: number,
  children: readonly Origin[],
  parent: number,
  parents: readonly Origin[],
  grid: Size = tokenGrid(cascade),
): AxisMatrices {
  const [f, h, w] = AXES.map((axis) => {
    const parentLength = cascade.patch[axis] * factor(cascade, parent, axis);
    const size = factor(cascade, child, axis) / factor(cascade, parent, axis);
    const spans = children.map((origin, i): Span => {
      const from = itemAt(parents, i)[axis];
      return { offset: (origin[axis] - from) / parentLength, size };
    });
    return linearMatrix(spans, grid[axis], grid[axis]);
  }) as [AxisMatrices['f'], AxisMatrices['h'], AxisMatrices['w']];
  return { f, h, w };
}

/** Pixels of the last level per pixel of level ℓ. */
const factor = (cascade: Cascade, level: number, axis: 0 | 1 | 2): number => levelOf(cascade, level).factor[axis];
