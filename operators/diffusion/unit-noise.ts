import { filled } from '../tensor/filled.js';
import { native } from '../tensor/native.js';
import { isSketching } from '../tensor/sketch/engine.js';
import { placeInStream, stream } from '../tensor/stream.js';
import { tf } from '../tensor/tf.js';

/** Which noise. */
export interface NoiseKey {
  readonly seed: number;
  readonly purpose: string;
  readonly level: number;
  /** Number of the first video; 0 if left out. */
  readonly first?: number;
  /** Number of the first frame of the videos; 0 if left out. A frame has the same noise in whatever part of its video it is drawn. */
  readonly frame?: number;
}

/** Standard normal numbers, [B, F, H, W, C], from a separate random stream for every video. */
export function unitNoise(
  shape: [number, number, number, number, number],
  { first = 0, frame = 0, ...key }: NoiseKey,
): tf.Tensor5D {
  const [videos, frames, ...rest] = shape;
  const perFrame = rest[0] * rest[1] * rest[2];
  const [size, offset] = [frames * perFrame, frame * perFrame];
  const keys = Array.from({ length: videos }, (_, b) => ({ ...key, item: first + b }));
  const own = isSketching() ? undefined : native();
  if (own !== undefined)
    return tf.tidy(() => {
      const places = keys.flatMap((one) => placeInStream(one, offset));
      return tf.reshape(own.normals(tf.tensor2d(places, [videos, 7], 'int32'), size), shape);
    });
  return filled<tf.Rank.R5>(shape, (data) => {
    for (const [b, one] of keys.entries()) stream(one).fillNormal(data.subarray(b * size, (b + 1) * size), offset);
  });
}
