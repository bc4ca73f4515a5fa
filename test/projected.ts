import type { Cascade } from '../dsl/index.js';
import type { ProjectedContext, TileContext } from '../operators/tiles/level-context.js';
import { tileCount, tilingOf } from '../operators/tiles/tiling.js';

/** The projected context of all tiles of a level of `videos` videos, kept in one group; none where nothing is given. */
export function projectedOf(
  cascade: Cascade,
  level: number,
  context?: TileContext,
  { videos = 1, halves = 1 }: { readonly videos?: number; readonly halves?: 1 | 2 } = {},
): ProjectedContext {
  const tiling = tilingOf(cascade, level);
  const kept = context === undefined ? [] : [{ count: videos * tileCount(tiling), ...context }];
  return { level, tiling, halves, kept, coarser: [] };
}
