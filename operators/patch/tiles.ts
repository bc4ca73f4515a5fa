import { bool, int, optional, pure } from '../../dsl/index.js';
import { canvas } from '../values/canvas.js';
import { inferredCascade } from '../values/inferred-cascade.js';
import { patches } from '../values/patches.js';
import { refuseWithoutShift } from '../values/refuse-without-shift.js';
import { refuseOwnLevel } from '../values/refuse-level.js';
import { cutTiles } from '../tiles/cut-tiles.js';
import { tileGrid } from '../tiles/tile-grid.js';
import { shift } from '../values/shift.js';
import { canvasSizes, tilingSizes } from '../values/sizes.js';

/**
 * Cut a level's canvas into overlapping tiles.
 *
 * in   canvas   [B, F, H, W, C], the whole canvas, or with `part` a part of it along time, which is tiled by itself
 *      shift    how far all tiles are moved in this step, where the cascade says so
 * out  patches  [B·P, f, h, w, C], the tiles of a video one after the other
 * source HPDM §4.4 (MultiDiffusion tiling)
 */
export const patchTiles = pure({
  id: 'patch.tiles',
  summary: 'Cut the canvas of a level into overlapping tiles',
  in: { canvas: canvas(), shift: optional(shift()) },
  with: {
    cascade: inferredCascade('patch size and overlap'),
    level: int('level of the canvas', { min: 0 }),
    part: bool('whether the canvas may be part of the level along time', { default: false }),
  },
  out: { patches: patches('B·P', 'f', 'h', 'w', 'C') },
  dimensions: ({ cascade, level, part }, { F }) => {
    if (part) return tilingSizes(cascade, level, F);
    const whole = canvasSizes(cascade, level);
    return { ...whole, ...tilingSizes(cascade, level, whole.F) };
  },
  check: (settings, _, given) => [...refuseOwnLevel(settings), ...refuseWithoutShift(settings, given)],
  run: ({ canvas, shift }, { cascade, level }) => {
    const { tiling } = tileGrid(cascade, level, { frames: canvas.shape[1], shift });
    return { patches: cutTiles(canvas, tiling, cascade.patch) };
  },
});
