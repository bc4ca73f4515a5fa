import type * as tf from '@tensorflow/tfjs';
import type { Port } from '../../dsl/index.js';
import { unbounded } from './unbounded.js';
import { video } from './video.js';

/** The canvas of a level while it is sampled, [B, F, H, W, C]: noise, or a video that still has noise. */
export const canvas = (): Port<tf.Tensor5D, 'video'> => ({
  ...unbounded(video('B', 'F', 'H', 'W', 'C')),
  cascade: true,
});
