import { levelOf, type Cascade, type Size } from '../../dsl/index.js';

/** The position of a patch: its first frame, row and column, in pixels of the last level. */
export type Origin = Size;

const AXES = [0, 1, 2] as const;

/** δ of every patch as fractions of the whole video, rows of 3. */
export function relativeOrigins(cascade: Cascade, origins: readonly Origin[]): number[][] {
  const last = levelOf(cascade, cascade.levels.length - 1).size;
  return origins.map((origin) => AXES.map((axis) => origin[axis] / last[axis]));
}
