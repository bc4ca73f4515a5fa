import { itemAt, levelOf, strideOf, type Cascade } from '../../dsl/index.js';
import { tilingOf, type Tiling } from './tiling.js';

/** How far tiles are moved back along height and width, as shares of the distance between two tiles: 0 ≤ share < 1. */
export type Shift = readonly [height: number, width: number];

/** Where the tiles of a level lie in a step. */
export interface TileGrid {
  /** Where they are cut: inside the canvas. */
  readonly tiling: Tiling;
  /**
   * The places whose weights they have in the average. A tile that is moved beyond the edge of the canvas is cut at the edge, and has the weights of
   * the place where it would lie; so the borders between its weights and its neighbours' move like all others.
   */
  readonly places: Tiling;
}

/** Moves tiles back as far as one can, onto the grid with the most tiles. */
const FARTHEST: Shift = [1 - Number.EPSILON, 1 - Number.EPSILON];

/**
 * Where the tiles of a level lie, all of them moved back by the shift. Along an axis that one tile covers, it lies where it always does; along
 * time nothing is moved.
 *
 * @param frames of the canvas, where it is part of the level along time
 * @param shift for a level whose cascade says `shift`; none if left out
 */
export function tileGrid(
  cascade: Cascade,
  level: number,
  { frames, shift }: { readonly frames?: number | undefined; readonly shift?: Shift | undefined } = {},
): TileGrid {
  const tiling = tilingOf(cascade, level, frames);
  if (shift === undefined || !levelOf(cascade, level).shift) return { tiling, places: tiling };
  const [rows, columns] = ([1, 2] as const).map((axis) => {
    const back = Math.floor(itemAt(shift, axis - 1) * strideAlong(cascade, level, axis));
    return movedStarts(cascade, level, axis, back);
  }) as [Moved, Moved];
  return { tiling: [tiling[0], rows.starts, columns.starts], places: [tiling[0], rows.places, columns.places] };
}

/** The shift that leads to the grid with the most tiles; undefined for a level whose tiles stay where they are. */
export const largestShift = (cascade: Cascade, level: number): Shift | undefined =>
  levelOf(cascade, level).shift ? FARTHEST : undefined;

/** The tiles of a level in the step with the most of them. */
export const largestTiling = (cascade: Cascade, level: number): Tiling =>
  tileGrid(cascade, level, { shift: largestShift(cascade, level) }).tiling;

/** How many tiles the steps of a level have on average, as a share of those of the largest grid. */
export function meanShare(cascade: Cascade, level: number): number {
  if (!levelOf(cascade, level).shift) return 1;
  const shares = ([1, 2] as const).map((axis) => {
    const counts = Array.from({ length: strideAlong(cascade, level, axis) }, (_, back) => {
      return movedStarts(cascade, level, axis, back).starts.length;
    });
    return counts.reduce((a, b) => a + b, 0) / (counts.length * Math.max(...counts));
  });
  return itemAt(shares, 0) * itemAt(shares, 1);
}

const strideAlong = (cascade: Cascade, level: number, axis: 1 | 2): number =>
  strideOf(cascade.patch[axis], levelOf(cascade, level).overlap[axis]);

/** The starts of tiles along an axis, and their places, the first of which may lie before the canvas and the last reach beyond it. */
interface Moved {
  readonly starts: readonly number[];
  readonly places: readonly number[];
}

function movedStarts(cascade: Cascade, level: number, axis: 1 | 2, back: number): Moved {
  const [length, tile] = [levelOf(cascade, level).size[axis], cascade.patch[axis]];
  if (length === tile) return { starts: [0], places: [0] };
  const stride = strideAlong(cascade, level, axis);
  const count = Math.ceil((length - tile + back) / stride) + 1;
  const places = Array.from({ length: count }, (_, i) => i * stride - back);
  return { starts: places.map((place) => Math.min(Math.max(place, 0), length - tile)), places };
}
