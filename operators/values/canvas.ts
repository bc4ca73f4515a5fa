import type * as tf from '@tensorflow/tfjs';
import type { Port } from '../../dsl/index.js';
import { unbounded } from './unbounded.js';
import { video } from './video.js';

/**
 * The canvas of a level while it is sampled, or of part of it along time, [B, frames, H, W, C]: noise, or a video that still has noise.
 *
 * @param frames the letter of its frames
 */
export const canvas = (frames = 'F'): Port<tf.Tensor5D, 'video'> => ({
  ...unbounded(video('B', frames, 'H', 'W', 'C')),
  cascade: true,
});
