import { levelOf, type Cascade, type Size } from '../../dsl/index.js';

/** The position of a patch: its first frame, row and column, in pixels of the last level. */
export type Origin = Size;

const AXES = [0, 1, 2] as const;

/**
 * δ of every patch as fractions of the video that a patch of level 0 shows, rows of 3.
 *
 * @param first for each patch, the origin of the patch of level 0 that it lies in; where it is left out, that patch is at the start
 */
export function relativeOrigins(cascade: Cascade, origins: readonly Origin[], first?: readonly Origin[]): number[][] {
  const { factor } = levelOf(cascade, 0);
  return origins.map((origin, i) =>
    AXES.map((axis) => (origin[axis] - (first?.[i]?.[axis] ?? 0)) / (cascade.patch[axis] * factor[axis])),
  );
}
