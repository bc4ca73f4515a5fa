import { int, levelOf, optional, pure } from '../../dsl/index.js';
import { canvas } from '../values/canvas.js';
import { inferredCascade } from '../values/inferred-cascade.js';
import { tileGrid } from '../tiles/tile-grid.js';
import { refuseWithoutShift } from '../values/refuse-without-shift.js';
import { shift } from '../values/shift.js';
import { canvasSizes, tilingSizes } from '../values/sizes.js';
import { patches } from '../values/patches.js';
import { refuseOwnLevel } from '../values/refuse-level.js';
import { stitchTiles } from '../tiles/stitch-tiles.js';

/**
 * Put tiles back on the canvas of their level. Where tiles overlap, they are averaged with the weights of the level's window.
 *
 * in   patches  [B·P, f, h, w, C], in the order of patch.tiles
 *      cut      [B, F, H, W, C], the canvas that they were cut from, which may be part of the level along time; the whole level if left out
 *      shift    how far the tiles are moved in this step, where the cascade says so
 * out  canvas   [B, F, H, W, C]
 * source HPDM §4.4; MultiDiffusion (value / count)
 */
export const stitchAverage = pure({
  id: 'stitch.average',
  summary: 'Average overlapping tiles on their canvas',
  in: { patches: patches('B·P', 'f', 'h', 'w', 'C'), cut: optional(canvas()), shift: optional(shift()) },
  with: { cascade: inferredCascade('patch size, overlap and window'), level: int('level of the canvas', { min: 0 }) },
  out: { canvas: canvas() },
  dimensions: ({ cascade, level }, { F }, given) => {
    if (given.includes('cut')) return tilingSizes(cascade, level, F);
    const sizes = canvasSizes(cascade, level);
    return { ...sizes, ...tilingSizes(cascade, level, sizes.F) };
  },
  check: (settings, _, given) => [...refuseOwnLevel(settings), ...refuseWithoutShift(settings, given)],
  run: ({ patches, cut, shift }, { cascade, level }) => {
    const { size, window } = levelOf(cascade, level);
    const [F, H, W] = [cut?.shape[1] ?? size[0], size[1], size[2]];
    const { tiling, places } = tileGrid(cascade, level, { frames: F, shift });
    return { canvas: stitchTiles(patches, tiling, [F, H, W], window, places) };
  },
});
