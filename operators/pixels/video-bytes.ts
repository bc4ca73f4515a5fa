import type * as tf from '@tensorflow/tfjs';
import { HpdmError } from '../../dsl/index.js';
import { readFloats } from '../tensor/read-floats.js';
import { toBytes } from './to-bytes.js';

/** Frames of videos as bytes, one video after the other. */
export interface VideoBytes {
  readonly videos: number;
  /** Frames of each. */
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** videos · count · height · width · channels bytes. */
  readonly data: Uint8Array;
}

/**
 * Turn frames of videos into bytes, without blocking where the backend can.
 *
 * @param video [B, F, H, W, C] with C 1 or 3; clamped to [-1, 1], then 0 … 255, halves rounded up: the same bytes on every backend
 * @param pick the frames to take, in order; all if left out
 * @param place the place where the video entered, for messages
 * fails E_CHANNELS when C is neither 1 nor 3, E_NOT_FINITE when a value is NaN
 */
export async function videoBytes(
  video: tf.Tensor5D,
  pick: readonly number[] = [...Array(video.shape[1]).keys()],
  place = 'video',
): Promise<VideoBytes> {
  const [videos, frames, height, width, channels] = video.shape;
  checkChannels(channels, place, `[${video.shape.join(', ')}], which has ${channels}`);
  const values = await readFloats(video);
  const length = height * width * channels;
  const data = new Uint8Array(videos * pick.length * length);
  for (let b = 0; b < videos; b++) {
    pick.forEach((frame, f) => {
      const to = (b * pick.length + f) * length;
      toBytes(values, { from: (b * frames + frame) * length, length, into: data, to, place });
    });
  }
  return { videos, count: pick.length, height, width, channels, data };
}

/** Check that frames can be made from a number of channels; fails E_CHANNELS with `got`, which says what has them. */
export function checkChannels(channels: number, place: string, got: string): asserts channels is 1 | 3 {
  if (channels === 1 || channels === 3) return;
  const expected = '1 channel (grey) or 3 (RGB)';
  throw new HpdmError({
    code: 'E_CHANNELS',
    path: place,
    expected,
    got,
    try: 'decode latents to RGB before making frames',
  });
}
