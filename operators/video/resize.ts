import { HpdmError, choice, ints, pure, refusalsOf } from '../../dsl/index.js';
import { resample } from '../tensor/resample.js';
import { repeatMatrices } from '../tensor/resample.js';
import { resizeMatrix } from '../tensor/resize-matrix.js';
import { tf } from '../tensor/tf.js';
import { video } from '../values/video.js';

/**
 * Bring the frames of a video to another size. The shape of a picture changes with the ratio of height and width; `video.crop` before
 * keeps it.
 *
 * in   video  [B, F, h, w, C]
 * out  video  [B, F, H, W, C], clamped to [-1, 1]
 * fails E_SIZE
 */
export const videoResize = pure({
  id: 'video.resize',
  summary: 'Bring the frames of a video to another size',
  in: { video: video('B', 'F', 'h', 'w', 'C') },
  with: {
    size: ints('[height, width] in pixels'),
    down: choice(['area', 'lanczos'], 'how an axis becomes shorter: the mean of what a new pixel covers, or sharper', {
      default: 'area',
    }),
    up: choice(['bilinear', 'lanczos', 'nearest'], 'how an axis becomes longer: softly, sharper, or with hard pixels', {
      default: 'bilinear',
    }),
  },
  out: { video: video('B', 'F', 'H', 'W', 'C') },
  dimensions: ({ size: [H, W] }) => (H && W ? { H, W } : {}),
  check: ({ size }) => refusalsOf(() => sizeOf(size)),
  run: ({ video }, { size, down, up }) => {
    const [height, width] = sizeOf(size);
    return {
      video: tf.tidy(() => {
        const [batch, frames, h, w] = video.shape;
        const along = (from: number, to: number) =>
          resizeMatrix(from, { from: 0, length: from }, to, to < from ? down : up);
        const axes = { f: along(frames, frames), h: along(h, height), w: along(w, width) };
        return tf.clipByValue(resample(video, repeatMatrices(axes, batch)), -1, 1);
      }),
    };
  },
});

/** Height and width of the setting `size`; fails E_SIZE. */
function sizeOf(size: readonly number[]): readonly [number, number] {
  const [height, width] = size;
  if (size.length === 2 && height && width && Math.min(height, width) > 0) return [height, width];
  const [expected, got] = ['[height, width], each 1 or more', JSON.stringify(size)];
  const side = Math.max(1, size.find((one) => one > 0) ?? 64);
  throw new HpdmError({ code: 'E_SIZE', path: 'with.size', expected, got, try: `size: [${side}, ${side}]` });
}
