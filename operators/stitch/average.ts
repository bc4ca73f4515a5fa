import { tf } from '../tensor/tf.js';
import { int, pure, type StitchWindow } from '../../dsl/index.js';
import { cascade } from '../parameters.js';
import { gatherTiles, tileCount, tilingOf, tilingSizes, type Tiling } from '../patch/tiling.js';
import { patches, unbounded, video } from '../ports.js';
import { refuseOwnLevel } from '../refuse-level.js';
import { repeatMatrices, resample } from '../tensor/resample.js';
import { stitchMatrix } from './stitch-matrix.js';

/**
 * Put overlapping tiles back on their level's canvas, averaging where they overlap by the level's window.
 *
 * in   patches  [B·P, f, h, w, C], in the order of patch.tiles
 * out  canvas   [B, F, H, W, C]
 * source HPDM §4.4; MultiDiffusion (value / count)
 */
export const average = pure({
  id: 'stitch.average',
  summary: 'Average overlapping tiles on their canvas',
  in: { patches: patches('B·P', 'f', 'h', 'w', 'C') },
  with: { cascade: cascade('patch size, overlap and window'), level: int('level of the canvas', { min: 0 }) },
  out: { canvas: unbounded(video('B', 'F', 'H', 'W', 'C')) },
  dimensions: ({ cascade, level }) => tilingSizes(cascade, level),
  check: refuseOwnLevel,
  run: ({ patches }, { cascade, level }) => {
    const { size, window } = cascade.levels[level] ?? { size: cascade.patch, window: 'uniform' };
    return { canvas: stitchTiles(patches, tilingOf(cascade, level), size, window) };
  },
});

/** Tiles averaged on a canvas, [B·P, f, h, w, C] → [B, F, H, W, C]; the inverse of cutTiles. */
export function stitchTiles(
  patches: tf.Tensor5D,
  tiling: Tiling,
  size: readonly [number, number, number],
  window: StitchWindow,
): tf.Tensor5D {
  return tf.tidy(() => {
    const [N, ...tile] = patches.shape;
    const [f, h, w] = ([0, 1, 2] as const).map((axis) =>
      stitchMatrix(tiling[axis], tile[axis], size[axis], window),
    ) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
    return resample(gatherTiles(patches, tiling), repeatMatrices({ f, h, w }, N / tileCount(tiling)));
  });
}
