import { itemAt } from '../../dsl/index.js';
import { joinChunks, rowsOfTiles } from '../diffusion/guide.js';
import type { Network } from '../network/network.js';
import type { tf } from '../tensor/tf.js';
import type { ProjectedContext, TileContext } from './level-context.js';
import { projectTiles } from './project-tiles.js';

/**
 * The context of consecutive tiles of a level: what is kept of it, or made anew.
 *
 * @param start number of the first tile among those of all videos
 * @returns new tensors, or kept ones where the tiles are a kept group; to be used inside `tidy`, which leaves kept ones alone
 */
export function contextOfTiles(
  network: Network,
  { level, tiling, halves, first = 0, kept, coarser }: ProjectedContext,
  start: number,
  count: number,
): TileContext {
  if (kept.length === 0) return projectTiles(network, { level, tiling, start, count }, coarser);
  let passed = first;
  const parts = kept.flatMap((group): TileContext[] => {
    const [from, to] = [Math.max(start - passed, 0), Math.min(start + count - passed, group.count)];
    passed += group.count;
    if (from >= to) return [];
    return [from === 0 && to === group.count ? group : partOf(group, from, to - from, group.count, halves)];
  });
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : joined(parts, halves);
}

/** The context of `count` of `total` tiles. */
function partOf(
  { blocks, pixels, base }: TileContext,
  start: number,
  count: number,
  total: number,
  halves: 1 | 2,
): TileContext {
  const rows = <T extends tf.Tensor>(all: T | undefined) => all && rowsOfTiles(all, start, count, total, halves);
  return { blocks: blocks.map(rows), pixels: pixels && rowsOfTiles(pixels, start, count, total, 1), base: rows(base) };
}

/** The context of consecutive parts together. */
function joined(parts: readonly TileContext[], halves: 1 | 2): TileContext {
  const join = <T extends tf.Tensor>(of: (part: TileContext) => T | undefined, times: 1 | 2): T | undefined => {
    const all = parts.flatMap((part) => of(part) ?? []);
    return all.length === 0 ? undefined : joinChunks(all, times);
  };
  return {
    blocks: itemAt(parts, 0).blocks.map((_, block) => join(({ blocks }) => blocks[block], halves)),
    pixels: join(({ pixels }) => pixels, 1),
    base: join(({ base }) => base, halves),
  };
}
