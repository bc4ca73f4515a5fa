import type { Cascade, Sizes } from '../../dsl/index.js';
import { tileCount, tilingOf } from '../tiles/tiling.js';

/** The sizes of a level's whole video by the letters of ports; empty if the cascade has no such level. */
export function canvasSizes(
  { levels, channels }: Cascade,
  level: number,
): Partial<Record<'F' | 'H' | 'W' | 'C', number>> {
  const found = levels[level];
  if (found === undefined) return {};
  const [F, H, W] = found.size;
  return { F, H, W, C: channels };
}

/** The sizes of a patch by the letters of ports. */
export function patchSizes({ patch: [f, h, w], channels }: Cascade): Record<string, number> {
  return { f, h, w, C: channels };
}

/** The sizes of a pyramid of patches by the letters of ports. */
export const pyramidSizes = (cascade: Cascade): Record<string, number> => ({
  L: cascade.levels.length,
  ...patchSizes(cascade),
});

/**
 * The sizes of the tiles of a canvas, or of part of it along time, and their number, by the letters of ports.
 *
 * @param frames of the canvas; undefined if they are not known
 */
export function tilingSizes(cascade: Cascade, level: number, frames: number | undefined): Record<string, number> {
  const { H, W } = canvasSizes(cascade, level);
  const sizes = { ...(H === undefined || W === undefined ? {} : { H, W }), ...patchSizes(cascade) };
  // the number of tiles changes from step to step where they are moved
  if (frames === undefined || cascade.levels[level]?.shift !== false) return sizes;
  return { ...sizes, P: tileCount(tilingOf(cascade, level, frames)) };
}

/**
 * A size that a cost depends on.
 *
 * fails with a RangeError, whose message a plan shows, for a size that only the run tells
 */
export function knownSize(sizes: Sizes, letter: string): number {
  const size = sizes[letter];
  if (size === undefined) throw new RangeError(`${letter} is not known before the run`);
  return size;
}
