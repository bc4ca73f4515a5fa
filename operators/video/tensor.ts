import { pure } from '../../dsl/index.js';
import { frames } from '../values/frames.js';
import { video } from '../values/video.js';
import { toTensor } from '../pixels/to-tensor.js';

/**
 * Turn frames of bytes into a video.
 *
 * in   frames  n frames of rgb24 or gray8
 * out  video   [1, n, H, W, C] float32 in [-1, 1]: byte / 127.5 − 1
 */
export const videoTensor = pure({
  id: 'video.tensor',
  summary: 'Turn frames of bytes into a video',
  in: { frames: frames() },
  out: { video: video(1, 'n', 'H', 'W', 'C') },
  with: {},
  run: ({ frames }) => ({ video: toTensor(frames) }),
});
