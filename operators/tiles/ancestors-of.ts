import { contextStarts, itemAt, parentTile, type Cascade } from '../../dsl/index.js';
import { contextTilingOf, placeOf, tileCount, type Tiling } from './tiling.js';

const AXES = [0, 1, 2] as const;

/**
 * The tiles of the coarser levels whose context tiles read: the parent of each in the previous level, the parent of that one, and so on.
 * The patches of a training example are nested in the same way, so that no level reads two coarser patches that do not belong together.
 *
 * @param tiles numbers of tiles of the tiling; all of them if left out
 * @returns for each coarser level, from coarse to fine, the numbers of the tiles in its `contextTilingOf`, in the order of `tiles`
 * fails RangeError if no tile of a coarser level contains one of them; `check` refuses such a cascade
 */
export function ancestorsOf(
  cascade: Cascade,
  level: number,
  tiling: Tiling,
  tiles: readonly number[] = [...Array(tileCount(tiling)).keys()],
): number[][] {
  const [along, down, across] = AXES.map((axis) => chainsAlong(cascade, level, axis, tiling[axis]));
  const places = tiles.map((tile) => placeOf(tiling, tile));
  return Array.from({ length: level }, (_, coarser) => {
    const [, rows, columns] = contextTilingOf(cascade, coarser);
    const [fs = [], hs = [], ws = []] = [along, down, across].map((chains) => itemAt(chains ?? [], coarser));
    return places.map(([f, h, w]) => (itemAt(fs, f) * rows.length + itemAt(hs, h)) * columns.length + itemAt(ws, w));
  });
}

/** The numbers of the ancestors along one axis, for each coarser level and each start; tiles contain each other axis by axis. */
function chainsAlong(cascade: Cascade, level: number, axis: 0 | 1 | 2, starts: readonly number[]): number[][] {
  const chains: number[][] = [];
  let own = starts;
  for (let child = level; child > 0; child--) {
    const parents = own.map((start) => {
      const parent = parentTile(cascade, child, axis, start);
      if (parent !== undefined) return parent;
      throw new RangeError(
        `no tile of level ${child - 1} contains the tile at ${start} of level ${child}, axis ${axis}`,
      );
    });
    chains.unshift(parents);
    const places = contextStarts(cascade, child - 1, axis);
    own = parents.map((parent) => itemAt(places, parent));
  }
  return chains;
}
