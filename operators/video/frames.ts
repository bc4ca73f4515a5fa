import { int, optional, refusalsOf, stage } from '../../dsl/index.js';
import { frames } from '../values/frames.js';
import { slab } from '../values/slab.js';
import { video } from '../values/video.js';
import { bytesOf } from '../tensor/sketch/measure.js';
import { gridOf } from '../pixels/grid.js';
import { GroupedGrid } from '../pixels/grouped-grid.js';
import { checkChannels } from '../pixels/video-bytes.js';

/**
 * Turn a video into frames of bytes; a batch becomes a nearly square grid.
 *
 * in   video   [B, F, h, w, C] float32, clamped to [-1, 1]; C is 1 or 3
 *      slab    where the videos come in groups: the frames of all come with the slabs of the last group. Those before wait in a file of the
 *              temporary folder, as bytes
 * out  frames  F frames, gray8 or rgb24: round((v + 1) · 127.5), halves up; with the slabs of the groups before the last, none
 * fails E_CHANNELS, E_NOT_FINITE; E_DISK_FULL
 */
export const videoFrames = stage({
  id: 'video.frames',
  summary: 'Turn a video into frames of bytes',
  in: { video: video('B', 'F', 'h', 'w', 'C'), slab: optional(slab()) },
  out: { frames: frames('n', 'H', 'W', 'C') },
  with: {
    gap: int('space between the videos of a batch', { default: 2, min: 0, max: 64, unit: 'pixels' }),
    count: int('videos of all groups, to know the size of the frames before there are any; 0: those of one', {
      ...{ default: 0, min: 0, unit: 'videos' },
    }),
  },
  dimensions: ({ gap, count }, { B, F, h, w }, given) => {
    const videos = count === 0 ? B : count;
    const length = F === undefined || given.includes('slab') ? {} : { n: F };
    if (videos === undefined || h === undefined || w === undefined) return length;
    const { height, width } = gridOf(videos, h, w, gap);
    return { ...length, H: height, W: width };
  },
  check: (_, { C }) => refusalsOf(() => C !== undefined && checkChannels(C, 'in.video', `C = ${C}`)),
  // the frames of a slab are known from the video only
  sketch: ({ gap }, _, { video, slab }) => {
    const [B, count, h, w, C] = video.shape;
    const { height, width } = gridOf(slab?.videos.of ?? B, h, w, gap);
    const channels: 1 | 3 = C === 1 ? 1 : 3;
    return { frames: { count, height, width, channels, data: new Uint8Array() } };
  },
  cost: (_, __, { inputs }) => ({ bytes: bytesOf(inputs) }),
  open: ({ gap }, { node }) => {
    const grid = new GroupedGrid(gap, `nodes.${node}.in.video`);
    const close = (): void => grid.close();
    return {
      next: async ({ video, slab }) => ({ frames: await grid.frames(video, slab) }),
      done: close,
      abort: close,
    };
  },
});
