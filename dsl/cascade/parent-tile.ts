import type { Cascade } from './cascade.js';
import { contextStarts } from './context-starts.js';
import { levelOf } from './level-of.js';

/**
 * The tile of the previous level that a tile lies in, along one axis: of those of `contextStarts` that contain it completely, the one whose
 * middle is nearest to its own; of two as near, the first.
 *
 * @param level of the tile, at least 1
 * @param start of the tile, in pixels of its level
 * @returns its number in `contextStarts` of the previous level; undefined if none contains the tile
 */
export function parentTile(cascade: Cascade, level: number, axis: 0 | 1 | 2, start: number): number | undefined {
  const [own, outer] = [levelOf(cascade, level).factor[axis], levelOf(cascade, level - 1).factor[axis]];
  const [from, to] = [start * own, (start + cascade.patch[axis]) * own];
  let [nearest, least]: [number | undefined, number] = [undefined, Infinity];
  contextStarts(cascade, level - 1, axis).forEach((parent, index) => {
    const before = from - parent * outer;
    const after = (parent + cascade.patch[axis]) * outer - to;
    if (Math.min(before, after) >= 0 && Math.abs(before - after) < least) {
      [nearest, least] = [index, Math.abs(before - after)];
    }
  });
  return nearest;
}
