import type * as tf from '@tensorflow/tfjs';
import type { Frames } from '../values/frames.js';
import { Grid } from './grid.js';
import { videoBytes } from './video-bytes.js';

interface Options {
  /** Pixels between the videos of a batch. Default 2. */
  readonly gap?: number;
  /** The frames to take, in order; all if left out. */
  readonly pick?: readonly number[];
  /** The place where the video entered, for messages. */
  readonly place?: string;
}

/**
 * Turn a video into frames, with its batch laid out as a nearly square grid.
 *
 * @param video [B, F, H, W, C] as `videoBytes` takes it
 * @returns F frames of rows · H + gaps by columns · W + gaps
 * fails like `videoBytes`
 */
export async function fromTensor(video: tf.Tensor5D, { gap = 2, pick, place }: Options = {}): Promise<Frames> {
  const bytes = await videoBytes(video, pick, place);
  const { videos, count, height, width, channels, data } = bytes;
  if (videos === 1) return { count, height, width, channels, data };
  const grid = new Grid(videos, bytes, gap);
  grid.lay(bytes);
  return grid.frames;
}
