import { int, levelOf, optional, pure, type Cascade } from '../../dsl/index.js';
import { matMul } from '../tensor/matmul.js';
import { resizeMatrix } from '../tensor/resize-matrix.js';
import { tf } from '../tensor/tf.js';
import { framesBegun } from '../tiles/frames-begun.js';
import type { Range } from '../tiles/pace.js';
import { cascade } from '../values/cascade.js';
import { fittedClip, type FittedClip } from '../values/fitted-clip.js';
import { refuseOwnLevel } from '../values/refuse-level.js';
import { canvasSizes } from '../values/sizes.js';
import { slab } from '../values/slab.js';
import { video } from '../values/video.js';
import { refuseCountBesideSlab, videosWithoutSlabs } from '../values/videos-without-slabs.js';

/**
 * The video of a level that a clip stands for. Its frames are taken evenly from those of the clip, or averaged where the cascade averages them.
 *
 * in   clip   of `patch.clip`
 *      slab   for each slab there are those frames whose sampling then begins, perhaps none; left out: all frames
 * out  video  [B, n, H, W, C], B times the same
 */
export const patchClipFrames = pure({
  id: 'patch.clip-frames',
  summary: 'The video of a level that a clip stands for',
  in: { clip: fittedClip(), slab: optional(slab()) },
  with: {
    cascade: cascade('size of the level'),
    level: int('level of the video', { default: 0, min: 0 }),
    count: videosWithoutSlabs(),
  },
  out: { video: video('B', 'n', 'H', 'W', 'C') },
  dimensions: ({ cascade, level, count }, _, given) => {
    const { F, ...frame } = canvasSizes(cascade, level);
    return given.includes('slab') ? frame : { B: count, ...frame, ...(F === undefined ? {} : { n: F }) };
  },
  check: (settings, known, given) => [
    ...refuseOwnLevel(settings),
    ...refuseCountBesideSlab(settings.count, known, given),
  ],
  run: ({ clip, slab }, { cascade, level, count }) => ({
    video: tf.tidy(() => {
      const own = framesFor(clip, cascade, level, framesBegun(cascade, level, slab));
      return tf.tile(own, [slab?.videos.count ?? count, 1, 1, 1, 1]);
    }),
  }),
});

/** The frames of a level from one to before another, [1, n, H, W, C]. */
function framesFor(clip: FittedClip, cascade: Cascade, level: number, [from, to]: Range): tf.Tensor5D {
  const { size } = levelOf(cascade, level);
  const [frames] = size;
  const count = to - from;
  // the frame of the clip under the centre of each
  const under = (frame: number): number => Math.floor(((2 * frame + 1) * clip.count) / (2 * frames));
  if (count === 0 || cascade.time !== 'average' || frames >= clip.count)
    return clip.frames(
      level,
      Array.from({ length: count }, (_, i) => under(from + i)),
    );
  const step = clip.count / frames;
  const [first, last] = [Math.floor(from * step), Math.min(clip.count, Math.ceil(to * step))];
  const own = clip.frames(
    level,
    Array.from({ length: last - first }, (_, i) => first + i),
  );
  const means = resizeMatrix(last - first, { from: from * step - first, length: count * step }, count, 'area');
  const pixels = tf.reshape<tf.Rank.R3>(own, [1, last - first, -1]);
  return tf.reshape(matMul(means, pixels), [1, count, ...own.shape.slice(2)] as tf.Tensor5D['shape']);
}
