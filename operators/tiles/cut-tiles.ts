import { tf } from '../tensor/tf.js';
import { repeatMatrices, resample } from '../tensor/resample.js';
import { cutMatrices, separateTiles } from './tiling.js';

/** Cut a canvas into tiles: [B, F, H, W, C] → [B·P, f, h, w, C]. */
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
