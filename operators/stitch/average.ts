import { int, pure } from '../../dsl/index.js';
import { canvas } from '../values/canvas.js';
import { inferredCascade } from '../values/inferred-cascade.js';
import { tilingOf } from '../tiles/tiling.js';
import { tilingSizes } from '../values/sizes.js';
import { patches } from '../values/patches.js';
import { refuseOwnLevel } from '../values/refuse-level.js';
import { stitchTiles } from '../tiles/stitch-tiles.js';

/**
 * Put tiles back on the canvas of their level. Where tiles overlap, they are averaged with the weights of the level's window.
 *
 * in   patches  [B·P, f, h, w, C], in the order of patch.tiles
 * out  canvas   [B, F, H, W, C]
 * source HPDM §4.4; MultiDiffusion (value / count)
 */
export const stitchAverage = pure({
  id: 'stitch.average',
  summary: 'Average overlapping tiles on their canvas',
  in: { patches: patches('B·P', 'f', 'h', 'w', 'C') },
  with: { cascade: inferredCascade('patch size, overlap and window'), level: int('level of the canvas', { min: 0 }) },
  out: { canvas: canvas() },
  dimensions: ({ cascade, level }) => tilingSizes(cascade, level),
  check: refuseOwnLevel,
  run: ({ patches }, { cascade, level }) => {
    const { size, window } = cascade.levels[level] ?? { size: cascade.patch, window: 'uniform' };
    return { canvas: stitchTiles(patches, tilingOf(cascade, level), size, window) };
  },
});
