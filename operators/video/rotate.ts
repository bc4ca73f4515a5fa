import { choice, int, pure } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import { video } from '../values/video.js';

/** Axes of [B, F, h, w, C]. */
const [ROWS, COLUMNS] = [2, 3];

/**
 * Turn the frames of a video by quarters, then perhaps mirror them. Pixels keep their values.
 *
 * in   video  [B, F, h, w, C]
 * out  video  [B, F, H, W, C]: height and width change places after one or three quarters
 */
export const videoRotate = pure({
  id: 'video.rotate',
  summary: 'Turn the frames of a video by quarters, or mirror them',
  in: { video: video('B', 'F', 'h', 'w', 'C') },
  with: {
    quarters: int('turns of 90° clockwise', { default: 0, min: -3, max: 3 }),
    flip: choice(['none', 'horizontal', 'vertical'], 'whether left and right, or top and bottom, change places then', {
      default: 'none',
    }),
  },
  out: { video: video('B', 'F', 'H', 'W', 'C') },
  dimensions: ({ quarters }, { h, w }) => {
    const [H, W] = quarters % 2 === 0 ? [h, w] : [w, h];
    return { ...(H === undefined ? {} : { H }), ...(W === undefined ? {} : { W }) };
  },
  run: ({ video }, { quarters, flip }) => ({
    video: tf.tidy(() => {
      const turned = turn(video, (quarters + 4) % 4);
      return flip === 'none' ? turned : tf.reverse(turned, flip === 'horizontal' ? COLUMNS : ROWS);
    }),
  }),
});

/** Turn frames clockwise by 0 to 3 quarters. */
function turn(x: tf.Tensor5D, quarters: number): tf.Tensor5D {
  if (quarters === 0) return tf.clone(x);
  if (quarters === 2) return tf.reverse(x, [ROWS, COLUMNS]);
  // clockwise, the first row of the new frame is the first column of the old one, from below
  return tf.reverse(tf.transpose(x, [0, 1, COLUMNS, ROWS, 4]), quarters === 1 ? COLUMNS : ROWS);
}
