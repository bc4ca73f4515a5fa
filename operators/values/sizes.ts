import type { Cascade } from '../../dsl/index.js';
import { tileCount, tilingOf } from '../tiles/tiling.js';

/** Sizes of a level's whole video, by the letters ports have for them; none where the cascade has no such level. */
export function canvasSizes({ levels, channels }: Cascade, level: number): Record<string, number> {
  const [F, H, W] = levels[level]?.size ?? [];
  return F === undefined || H === undefined || W === undefined ? {} : { F, H, W, C: channels };
}

/** Sizes of a patch, by the letters ports have for them. */
export function patchSizes({ patch: [f, h, w], channels }: Cascade): Record<string, number> {
  return { f, h, w, C: channels };
}

/** Sizes of a pyramid of patches, by the letters ports have for them. */
export const pyramidSizes = (cascade: Cascade): Record<string, number> => ({
  L: cascade.levels.length,
  ...patchSizes(cascade),
});

/** Sizes of a level's canvas, of its tiles and of their number, by the letters ports have for them. */
export const tilingSizes = (cascade: Cascade, level: number): Record<string, number> => ({
  ...canvasSizes(cascade, level),
  ...patchSizes(cascade),
  ...(cascade.levels[level] === undefined ? {} : { P: tileCount(tilingOf(cascade, level)) }),
});
