import { tf } from '../tensor/tf.js';
import { int, pure } from '../../dsl/index.js';
import { cascade } from '../parameters.js';
import { cutMatrices, gatherTiles, tileCount, tilingOf } from '../patch/tiling.js';
import { patches, video } from '../ports.js';
import { transposeLast } from '../tensor/matmul.js';
import { repeatMatrices, resample } from '../tensor/resample.js';

/**
 * Put overlapping tiles back on their level's canvas, averaging where they overlap.
 *
 * in   patches  [B·P, f, h, w, C], in the order of patch.tiles
 * out  canvas   [B, F, H, W, C]
 * source HPDM §4.4; MultiDiffusion (value / count)
 */
export const average = pure({
  id: 'stitch.average',
  summary: 'Average overlapping tiles on their canvas',
  in: { patches: patches('B·P', 'f', 'h', 'w', 'C') },
  with: { cascade: cascade('patch size and overlap'), level: int('level of the canvas', { min: 0 }) },
  out: { canvas: video('B', 'F', 'H', 'W', 'C') },
  run: ({ patches }, { cascade, level }) => {
    const tiling = tilingOf(cascade, level);
    const canvas = tf.tidy(() => {
      const size = cascade.levels[level]?.size ?? cascade.patch;
      const { f, h, w } = cutMatrices(tiling, cascade.patch, size);
      const axes = { f: meanOfCovering(f), h: meanOfCovering(h), w: meanOfCovering(w) };
      return resample(gatherTiles(patches, tiling), repeatMatrices(axes, patches.shape[0] / tileCount(tiling)));
    });
    return { canvas };
  },
});

/** The transpose of a cut, every row scaled to sum to 1: a canvas pixel is the mean of the tile pixels on it. */
function meanOfCovering(cut: tf.Tensor3D): tf.Tensor3D {
  const cover = transposeLast(cut);
  return tf.div(cover, tf.sum(cover, 2, true));
}
