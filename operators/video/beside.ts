import {
  int,
  itemAt,
  levelOf,
  list,
  optional,
  stage,
  type Cascade,
  type Parameter,
  type Refusal,
} from '../../dsl/index.js';
import { resample } from '../tensor/resample.js';
import { resizeMatrix } from '../tensor/resize-matrix.js';
import { measure } from '../tensor/sketch/measure.js';
import { tf } from '../tensor/tf.js';
import { LevelFrames } from '../tiles/level-frames.js';
import { framesOf, paceAt, type Range } from '../tiles/pace.js';
import type { Slab } from '../tiles/slab.js';
import { cascade } from '../values/cascade.js';
import { slab } from '../values/slab.js';
import { video } from '../values/video.js';

const levelsOf = (): Parameter<Cascade | undefined> & { readonly default: undefined } => ({
  ...cascade('whose levels the videos are; where they come slab by slab'),
  default: undefined,
});

/**
 * Put videos side by side, such as the levels of a cascade, each brought to the largest number of frames, height and width among them by
 * repeating frames and pixels.
 *
 * Of videos that come in several items, the first ones say how many frames of one stand beside those of another. An item with fewer is the end of
 * its video, and there all end. A warning tells where these numbers are no multiples, such as 4 and 5: one of the videos then plays too slowly.
 *
 * in   videos  a list, each [B, f, h, w, C]
 *      slab    where they are the levels of a cascade that come slab by slab: the frames of the last level come with the frames of the coarser
 *              ones beside them, which are kept as long as they are shown
 * out  video   [B, F, H, W, C], the videos from left to right, with black between them
 */
export const videoBeside = stage({
  id: 'video.beside',
  summary: 'Put videos side by side, enlarged to one size',
  in: { videos: list(video('B', 'f', 'h', 'w', 'C')), slab: optional(slab()) },
  with: {
    gap: int('space between the videos', { default: 2, min: 0, max: 64, unit: 'pixels' }),
    cascade: levelsOf(),
  },
  out: { video: video('B', 'F', 'H', 'W', 'C') },
  check: ({ cascade }, _, given): Refusal[] => {
    if (!given.includes('slab') || cascade !== undefined) return [];
    const expected = 'the cascade of the levels, where they come slab by slab';
    return [{ code: 'E_SETTING_MISSING', path: 'with.cascade', expected, got: 'none', try: 'cascade: ${cascade}' }];
  },
  sketch: ({ gap }, _, { videos }) => ({ video: beside(videos, gap) }),
  cost: ({ gap }, _, { inputs: { videos } }) => ({ bytes: measure(() => beside(videos, gap), videos).bytes }),
  keeps: (_, __, { inputs: { videos, slab } }) => (slab === undefined ? [] : videos.slice(0, -1)),
  open: ({ gap, cascade }, { warn }) => {
    const kept: LevelFrames[] = [];
    let first: readonly number[] | undefined;
    const close = (): void => kept.forEach((frames) => frames.dropTo(Infinity));
    return {
      next: ({ videos, slab }, number) => {
        if (slab === undefined || cascade === undefined) {
          first ??= videos.map(framesIn);
          if (number === 1) warnOfPace(first, warn);
          return { video: endingTogether(videos, first, gap) };
        }
        const shown = shownWith(videos, kept, cascade, slab);
        try {
          return { video: beside(shown, gap) };
        } finally {
          tf.dispose(shown);
        }
      },
      done: close,
      abort: close,
    };
  },
});

const framesIn = ({ shape }: tf.Tensor5D): number => shape[1];

/** Videos side by side, of which none shows more of its item than the one that ends with it. */
function endingTogether(videos: readonly tf.Tensor5D[], first: readonly number[], gap: number): tf.Tensor5D {
  const part = Math.min(1, ...videos.map((video, i) => framesIn(video) / itemAt(first, i)));
  return tf.tidy(() => {
    const cut = videos.map((video, i) => {
      const frames = Math.round(part * itemAt(first, i));
      return frames < framesIn(video) ? tf.slice(video, 0, [-1, frames, -1, -1, -1]) : video;
    });
    return beside(cut, gap);
  });
}

function warnOfPace(first: readonly number[], warn: (text: string) => void): void {
  const most = Math.max(...first);
  if (first.every((frames) => most % frames === 0)) return;
  warn(
    `the videos come ${first.join(' and ')} frames at a time, and play as if these took as long: read them with one "chunk"`,
  );
}

/** The frames of each level that are shown with those that a slab finishes of the last one, in its number; what is shown later is kept. */
function shownWith(videos: readonly tf.Tensor5D[], kept: LevelFrames[], cascade: Cascade, slab: Slab): tf.Tensor5D[] {
  const madeOf = (level: number): Range => framesOf(cascade, level, paceAt(cascade, level, slab).finished);
  const [from, to] = madeOf(slab.level);
  return videos.map((video, level) => {
    const frames = (kept[level] ??= new LevelFrames());
    frames.add(video, madeOf(level)[0]);
    const step = levelOf(cascade, level).size[0] / levelOf(cascade, slab.level).size[0];
    // the frame under the centre of each, as `resizeMatrix` takes the nearest
    const under = (frame: number): number => Math.floor((frame + 0.5) * step);
    const [first, last] = [under(from), under(to - 1)];
    const all = from === to ? undefined : frames.slice(first, last + 1);
    frames.dropTo(slab.isLast ? Infinity : under(to));
    if (all === undefined) return tf.slice(video, 0, [-1, 0, -1, -1, -1]);
    const shown = Array.from({ length: to - from }, (_, i) => under(from + i) - first);
    const repeated = tf.tidy(() => tf.gather(all, tf.tensor1d(shown, 'int32'), 1));
    all.dispose();
    return repeated;
  });
}

/** Videos side by side, each enlarged to the largest. */
const beside = (videos: readonly tf.Tensor5D[], gap: number): tf.Tensor5D =>
  tf.tidy(() => {
    const largest = (axis: 1 | 2 | 3) => Math.max(...videos.map(({ shape }) => shape[axis]));
    const [F, H, W] = [largest(1), largest(2), largest(3)];
    const row = videos.flatMap((one, index): tf.Tensor5D[] => {
      const [batch, f, h, w, channels] = one.shape;
      const along = (from: number, to: number) => resizeMatrix(from, { from: 0, length: from }, to, 'nearest');
      const enlarged =
        F === 0
          ? tf.zeros<tf.Rank.R5>([batch, 0, H, W, channels])
          : resample(one, { f: along(f, F), h: along(h, H), w: along(w, W) });
      return index === 0 || gap === 0 ? [enlarged] : [tf.fill<tf.Rank.R5>([batch, F, H, gap, channels], -1), enlarged];
    });
    return tf.concat<tf.Tensor5D>(row, 3);
  });
