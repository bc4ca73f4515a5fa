import { tf } from '../tensor/tf.js';
import type { StitchWindow } from '../../dsl/index.js';
import { resample } from '../tensor/resample.js';
import { stitchMatrix } from './stitch-matrix.js';
import { gatherTiles, isSideBySide, type Tiling } from './tiling.js';

/**
 * Average tiles on their canvas: [B·P, f, h, w, C] → [B, F, H, W, C]; the inverse of cutTiles.
 *
 * @param places of the tiles whose weights they have, where they are not those of the tiling
 */
export function stitchTiles(
  patches: tf.Tensor5D,
  tiling: Tiling,
  size: readonly [number, number, number],
  window: StitchWindow,
  places = tiling,
): tf.Tensor5D {
  return tf.tidy(() => {
    const [, ...tile] = patches.shape;
    const [f, h, w] = ([0, 1, 2] as const).map((axis) =>
      // a pixel under one tile alone is that of the tile, whatever the weight
      isSideBySide(tiling[axis], tile[axis], size[axis])
        ? undefined
        : stitchMatrix(tiling[axis], tile[axis], size[axis], window, places[axis]),
    );
    return resample(gatherTiles(patches, tiling), { f, h, w });
  });
}
