import type * as tf from '@tensorflow/tfjs';
import { HpdmError } from '../../dsl/index.js';
import type { Frames } from '../values/frames.js';
import { readFloats } from '../tensor/read-floats.js';
import { toBytes } from './to-bytes.js';

/** Brightness of the gap between the videos of a grid. */
const GAP = 64;

interface Options {
  /** Pixels between the videos of a batch. Default 2. */
  readonly gap?: number;
  /** The frames to take, in order; all if left out. */
  readonly pick?: readonly number[];
  /** The place where the video entered, for messages. */
  readonly place?: string;
}

/**
 * Turn a video into frames, with its batch laid out as a nearly square grid, without blocking where the backend can.
 *
 * @param video [B, F, H, W, C] with C 1 or 3; clamped to [-1, 1], then 0 … 255, halves rounded up: the same bytes on every backend
 * @returns F frames of rows · H + gaps by columns · W + gaps
 * fails E_CHANNELS when C is neither 1 nor 3, E_NOT_FINITE when a value is NaN
 */
export async function fromTensor(video: tf.Tensor5D, options: Options = {}): Promise<Frames> {
  const { gap = 2, pick = [...Array(video.shape[1]).keys()], place = 'video' } = options;
  const [batch, frameCount, height, width, channels] = video.shape;
  checkChannels(channels, place, `[${video.shape.join(', ')}], which has ${channels}`);
  const { columns, width: gridWidth, height: gridHeight } = gridOf(batch, height, width, gap);
  const values = await readFloats(video);
  const [line, frameSize] = [width * channels, gridWidth * gridHeight * channels];
  const data = new Uint8Array(pick.length * frameSize).fill(batch > 1 ? GAP : 0);
  for (let b = 0; b < batch; b++) {
    const corner = (Math.floor(b / columns) * (height + gap) * gridWidth + (b % columns) * (width + gap)) * channels;
    pick.forEach((frame, f) => {
      for (let y = 0; y < height; y++) {
        const from = ((b * frameCount + frame) * height + y) * line;
        const to = f * frameSize + corner + y * gridWidth * channels;
        toBytes(values, { from, length: line, into: data, to, place });
      }
    });
  }
  return { width: gridWidth, height: gridHeight, channels, count: pick.length, data };
}

/** The nearly square grid of a batch of frames. */
export function gridOf(
  batch: number,
  height: number,
  width: number,
  gap: number,
): { readonly columns: number; readonly width: number; readonly height: number } {
  const columns = Math.ceil(Math.sqrt(batch));
  const rows = Math.ceil(batch / columns);
  return { columns, width: columns * (width + gap) - gap, height: rows * (height + gap) - gap };
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
