import { HpdmError, ints, pure, refusalsOf } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import { video } from '../values/video.js';

/**
 * Cut the same part out of every frame of a video.
 *
 * in   video  [B, F, h, w, C]
 * out  video  [B, F, H, W, C]
 * fails E_SIZE when the part is not inside the frames
 */
export const videoCrop = pure({
  id: 'video.crop',
  summary: 'Cut a part out of every frame of a video',
  in: { video: video('B', 'F', 'h', 'w', 'C') },
  with: {
    size: ints('[height, width] in pixels'),
    corner: ints('[row, column] of its upper left pixel, from 0; []: the part is in the middle', { default: [] }),
  },
  out: { video: video('B', 'F', 'H', 'W', 'C') },
  dimensions: ({ size: [H, W] }) => (H && W ? { H, W } : {}),
  check: (settings, { h = Infinity, w = Infinity }) => refusalsOf(() => placeOf(settings, h, w)),
  run: ({ video }, settings) => {
    const [batch, frames, h, w, channels] = video.shape;
    const { row, column, height, width } = placeOf(settings, h, w);
    return {
      video: tf.tidy(() => {
        // three dimensions: of five, the backend in WebAssembly cuts number by number, fifty times as slow
        const flat = tf.reshape<tf.Rank.R3>(video, [batch * frames, h, w * channels]);
        const part = tf.slice(flat, [0, row, column * channels], [batch * frames, height, width * channels]);
        return tf.reshape<tf.Rank.R5>(part, [batch, frames, height, width, channels]);
      }),
    };
  },
});

interface Part {
  readonly size: readonly number[];
  readonly corner: readonly number[];
}

/** Where the part lies in frames of h × w pixels, infinite where not known. */
function placeOf({ size, corner }: Part, h: number, w: number) {
  const [height = 0, width = 0] = size;
  if (size.length !== 2 || height < 1 || width < 1 || height > h || width > w) {
    const [most, least] = [[h, w].map((side) => (side < Infinity ? side : 64)), [height, width]];
    const fitting = most.map((side, axis) => Math.min(side, Math.max(1, least[axis] ?? side)));
    const expected = h < Infinity ? `[height, width] of at most ${h}×${w}, that of the frames` : '[height, width]';
    throw refused('size', expected, size, fitting);
  }
  const middle = [Math.floor((h - height) / 2), Math.floor((w - width) / 2)];
  const [row = NaN, column = NaN] = corner.length === 0 ? middle : corner;
  const inside = row >= 0 && column >= 0 && row + height <= h && column + width <= w;
  if (corner.length !== 0 && (corner.length !== 2 || !inside)) {
    const room = h < Infinity ? ` of at most [${h - height}, ${w - width}]` : '';
    throw refused('corner', `[row, column]${room}, so that the part is inside the frames, or []`, corner, []);
  }
  return { row, column, height, width };
}

const refused = (name: string, expected: string, got: readonly number[], fitting: readonly number[]) =>
  new HpdmError({
    code: 'E_SIZE',
    path: `with.${name}`,
    expected,
    got: JSON.stringify(got),
    try: `${name}: [${fitting.join(', ')}]`,
  });
