import { HpdmError, choice, ints, itemAt, pure, refusalsOf } from '../../dsl/index.js';
import { resample } from '../tensor/resample.js';
import { resizeMatrix } from '../tensor/resize-matrix.js';
import { tf } from '../tensor/tf.js';
import { video } from '../values/video.js';

/**
 * Bring the frames of a video to another size, and where it is said to another number. The shape of a picture changes with the ratio of
 * height and width; `video.crop` before keeps it.
 *
 * in   video  [B, F, h, w, C]
 * out  video  [B, T, H, W, C], clamped to [-1, 1]
 * fails E_SIZE
 */
export const videoResize = pure({
  id: 'video.resize',
  summary: 'Bring the frames of a video to another size',
  in: { video: video('B', 'F', 'h', 'w', 'C') },
  with: {
    size: ints('[height, width] in pixels, or [frames, height, width]'),
    down: choice(['area', 'lanczos'], 'how an axis becomes shorter: the mean of what a new pixel covers, or sharper', {
      default: 'area',
    }),
    up: choice(['bilinear', 'lanczos', 'nearest'], 'how an axis becomes longer: softly, sharper, or with hard pixels', {
      default: 'bilinear',
    }),
  },
  out: { video: video('B', 'T', 'H', 'W', 'C') },
  dimensions: ({ size }, { F }) => {
    const [T = F, H, W] = size.length === 2 ? [F, ...size] : size;
    return { ...(T ? { T } : {}), ...(H && W ? { H, W } : {}) };
  },
  check: ({ size }) => refusalsOf(() => sizeOf(size)),
  run: ({ video }, { size, down, up }) => {
    const { length, height, width } = sizeOf(size);
    return {
      video: tf.tidy(() => {
        const [, frames, h, w] = video.shape;
        const along = (from: number, to: number) =>
          resizeMatrix(from, { from: 0, length: from }, to, to < from ? down : up);
        const axes = { f: along(frames, length ?? frames), h: along(h, height), w: along(w, width) };
        return tf.clipByValue(resample(video, axes), -1, 1);
      }),
    };
  },
});

/** The setting `size`; `length` is undefined where the frames stay as many as they are. Fails E_SIZE. */
function sizeOf(size: readonly number[]): {
  readonly length?: number;
  readonly height: number;
  readonly width: number;
} {
  const [height = 0, width = 0] = size.slice(-2);
  if (size.every((one) => one > 0)) {
    if (size.length === 2) return { height, width };
    if (size.length === 3) return { length: itemAt(size, 0), height, width };
  }
  const [expected, got] = ['[height, width] or [frames, height, width], each 1 or more', JSON.stringify(size)];
  const side = Math.max(1, size.find((one) => one > 0) ?? 64);
  throw new HpdmError({ code: 'E_SIZE', path: 'with.size', expected, got, try: `size: [${side}, ${side}]` });
}
