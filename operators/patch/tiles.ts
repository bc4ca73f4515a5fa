import { tf } from '../tensor/tf.js';
import { int, pure } from '../../dsl/index.js';
import { cascade } from '../parameters.js';
import { patches, unbounded, video } from '../ports.js';
import { refuseOwnLevel } from '../refuse-level.js';
import { repeatMatrices, resample } from '../tensor/resample.js';
import { cutMatrices, separateTiles, tilingOf, tilingSizes } from './tiling.js';

/**
 * Cut a level's canvas into overlapping tiles.
 *
 * in   canvas   [B, F, H, W, C]
 * out  patches  [B·P, f, h, w, C], the tiles of a video one after the other
 * source HPDM §4.4 (MultiDiffusion tiling)
 */
export const tiles = pure({
  id: 'patch.tiles',
  summary: "Cut a level's canvas into overlapping tiles",
  in: { canvas: unbounded(video('B', 'F', 'H', 'W', 'C')) },
  with: { cascade: cascade('patch size and overlap'), level: int('level of the canvas', { min: 0 }) },
  out: { patches: patches('B·P', 'f', 'h', 'w', 'C') },
  dimensions: ({ cascade, level }) => tilingSizes(cascade, level),
  check: refuseOwnLevel,
  run: ({ canvas }, { cascade, level }) => {
    const tiling = tilingOf(cascade, level);
    return { patches: cutTiles(canvas, tiling, cascade.patch) };
  },
});

/** Tiles of a canvas, [B, F, H, W, C] → [B·P, f, h, w, C]. */
export function cutTiles(
  canvas: tf.Tensor5D,
  tiling: Parameters<typeof cutMatrices>[0],
  tile: readonly [number, number, number],
): tf.Tensor5D {
  return tf.tidy(() => {
    const [B, F, H, W] = canvas.shape;
    const axes = repeatMatrices(cutMatrices(tiling, tile, [F, H, W]), B);
    return separateTiles(resample(canvas, axes), tiling, tile);
  });
}
