import { axisStarts } from './axis-starts.js';
import type { Cascade } from './cascade.js';
import { levelOf } from './level-of.js';

/** Half, so that each tile of a level twice as fine lies completely inside one of these tiles. */
const CONTEXT_OVERLAP = 0.5;

const known = new WeakMap<Cascade, Map<string, readonly number[]>>();

/**
 * The starts along one axis of the tiles of a finished level that finer levels read, in pixels of the level. They overlap by half, also
 * where the tiles with which the level is sampled do not.
 */
export function contextStarts(cascade: Cascade, level: number, axis: 0 | 1 | 2): readonly number[] {
  const all = known.get(cascade) ?? new Map<string, readonly number[]>();
  known.set(cascade, all);
  const key = `${level} ${axis}`;
  const starts = all.get(key) ?? axisStarts(levelOf(cascade, level).size[axis], cascade.patch[axis], CONTEXT_OVERLAP);
  all.set(key, starts);
  return starts;
}
