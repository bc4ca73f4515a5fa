import { pure } from '../../dsl/index.js';
import { unbounded } from '../values/unbounded.js';
import { video } from '../values/video.js';
import { tf } from '../tensor/tf.js';

/**
 * Bring the values of a video into range: values outside [-1, 1] are set to the nearer end.
 *
 * in   video  [B, F, H, W, C] of any values
 * out  video  [B, F, H, W, C] in [-1, 1]
 */
export const videoClamp = pure({
  id: 'video.clamp',
  summary: "Bring a video's values into [-1, 1]",
  in: { video: unbounded(video('B', 'F', 'H', 'W', 'C')) },
  with: {},
  out: { video: video('B', 'F', 'H', 'W', 'C') },
  run: ({ video }) => ({ video: tf.clipByValue(video, -1, 1) }),
});
