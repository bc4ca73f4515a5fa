import type * as tf from '@tensorflow/tfjs';
import { itemAt, levelOf, stage, triple, type Cascade, type Size } from '../../dsl/index.js';
import type { Origin } from '../network/origin.js';
import { inferredCascade } from '../values/inferred-cascade.js';
import { origins } from '../values/origins.js';
import { pyramid as pyramidPort } from '../values/pyramid.js';
import { video } from '../values/video.js';
import { averageMatrix, pickMatrix } from '../tensor/linear-matrix.js';
import { measure } from '../tensor/sketch/measure.js';
import { originDraw, originsOfItems, type OriginDraw } from '../tiles/nested-origins.js';
import { resample } from '../tensor/resample.js';
import { canvasSizes, pyramidSizes } from '../values/sizes.js';

/**
 * Cut one patch per level out of every video. The patches are nested, lie at random integer pixels and are all scaled to the same resolution.
 *
 * in   video    [B, F, H, W, C], in the size of the last level or, with `scale`, a multiple of it
 * out  patches  L × [B, f, h, w, C]; patch ℓ lies inside patch ℓ−1
 *      origins  first frame, row and column of every patch, in pixels of the last level
 * source HPDM §3.1, §4.5; downscaling averages pixels in space and takes the middle frame in time
 */
export const patchPyramid = stage({
  id: 'patch.pyramid',
  summary: 'Cut one nested patch per level out of every video',
  in: { video: video('B', 'F', 'H', 'W', 'C') },
  with: {
    cascade: inferredCascade('levels and patch size'),
    origins: originDraw,
    scale: triple('size of the videos in times that of the last level', { default: [1, 1, 1] }),
  },
  out: { patches: pyramidPort(), origins: origins() },
  dimensions: ({ cascade, scale }) => {
    const { F = 0, H = 0, W = 0 } = canvasSizes(cascade, cascade.levels.length - 1);
    return { ...pyramidSizes(cascade), F: F * scale[0], H: H * scale[1], W: W * scale[2] };
  },
  cost: (settings, _, { inputs }) => {
    const { flops, bytes } = measure(() => cutPyramid(settings, inputs.video, 0, 0), inputs);
    return { flops, bytes };
  },
  open: (settings, { seed }) => ({
    next: ({ video }, number) => cutPyramid(settings, video, seed, number * video.shape[0]),
  }),
});

interface Cutting {
  readonly cascade: Cascade;
  readonly origins: OriginDraw;
  readonly scale: Size;
}

/** One patch per level of every video; `first` is the number of the first video. */
function cutPyramid(settings: Cutting, video: tf.Tensor5D, seed: number, first: number) {
  const { cascade, origins: draw } = settings;
  const perItem = originsOfItems(cascade, draw, { seed, first, count: video.shape[0] });
  const origins = cascade.levels.map((_, level) => perItem.map((item) => itemAt(item, level)));
  return { patches: origins.map((starts, level) => cutLevel(settings, video, level, starts)), origins };
}

/** Crop and downsample one level's patches, [B, f, h, w, C]. */
function cutLevel(
  { cascade, scale }: Cutting,
  video: tf.Tensor5D,
  level: number,
  starts: readonly Origin[],
): tf.Tensor5D {
  const [, F, H, W] = video.shape;
  const { patch, time } = cascade;
  const { factor } = levelOf(cascade, level);
  const along = (axis: 0 | 1 | 2): number[] => starts.map((origin) => origin[axis] * scale[axis]);
  const frames = time === 'pick' ? pickMatrix : averageMatrix;
  const axes = {
    f: frames(along(0), patch[0], factor[0] * scale[0], F),
    h: averageMatrix(along(1), patch[1], factor[1] * scale[1], H),
    w: averageMatrix(along(2), patch[2], factor[2] * scale[2], W),
  };
  const patches = resample(video, axes);
  for (const matrix of Object.values(axes)) matrix.dispose();
  return patches;
}
