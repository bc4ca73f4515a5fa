import { tf } from '../tensor/tf.js';
import { resample } from '../tensor/resample.js';
import { cutMatrices, separateTiles } from './tiling.js';

/** Cut a canvas into tiles: [B, F, H, W, C] → [B·P, f, h, w, C]. */
export function cutTiles(
  canvas: tf.Tensor5D,
  tiling: Parameters<typeof cutMatrices>[0],
  tile: readonly [number, number, number],
): tf.Tensor5D {
  return tf.tidy(() => {
    const [, F, H, W] = canvas.shape;
    return separateTiles(resample(canvas, cutMatrices(tiling, tile, [F, H, W])), tiling, tile);
  });
}
