import { filled } from '../tensor/filled.js';
import { stream } from '../tensor/stream.js';
import type { tf } from '../tensor/tf.js';

/** Standard normal numbers, [B, F, H, W, C], from a separate random stream for every video. */
export function unitNoise(
  shape: [number, number, number, number, number],
  key: { readonly seed: number; readonly purpose: string; readonly level: number; readonly first?: number },
): tf.Tensor5D {
  const size = shape[1] * shape[2] * shape[3] * shape[4];
  return filled<tf.Rank.R5>(shape, (data) => {
    for (let b = 0; b < shape[0]; b++) {
      const item = (key.first ?? 0) + b;
      data.set(stream({ seed: key.seed, purpose: key.purpose, level: key.level, item }).normal(size), b * size);
    }
  });
}
