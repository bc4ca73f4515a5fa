import { int, refusalsOf, stage } from '../../dsl/index.js';
import { frames } from '../values/frames.js';
import { video } from '../values/video.js';
import { bytesOf } from '../tensor/sketch/measure.js';
import { checkChannels, fromTensor, gridOf } from '../pixels/from-tensor.js';

/**
 * Turn a video into frames of bytes; a batch becomes a nearly square grid.
 *
 * in   video   [B, F, h, w, C] float32, clamped to [-1, 1]; C is 1 or 3
 * out  frames  F frames, gray8 or rgb24: round((v + 1) · 127.5), halves up
 * fails E_CHANNELS, E_NOT_FINITE
 */
export const videoFrames = stage({
  id: 'video.frames',
  summary: 'Turn a video into frames of bytes',
  in: { video: video('B', 'F', 'h', 'w', 'C') },
  out: { frames: frames('F', 'H', 'W', 'C') },
  with: { gap: int('space between the videos of a batch', { default: 2, min: 0, max: 64, unit: 'pixels' }) },
  dimensions: ({ gap }, { B, h, w }) => {
    if (B === undefined || h === undefined || w === undefined) return {};
    const { height, width } = gridOf(B, h, w, gap);
    return { H: height, W: width };
  },
  check: (_, { C }) => refusalsOf(() => C !== undefined && checkChannels(C, 'in.video', `C = ${C}`)),
  // the frames of a slab are known from the video only
  sketch: ({ gap }, _, { video }) => {
    const [B, count, h, w, C] = video.shape;
    const { height, width } = gridOf(B, h, w, gap);
    const channels: 1 | 3 = C === 1 ? 1 : 3;
    return { frames: { count, height, width, channels, data: new Uint8Array() } };
  },
  cost: (_, __, { inputs }) => ({ bytes: bytesOf(inputs) }),
  open: ({ gap }, { node }) => ({
    next: async ({ video }) => ({ frames: await fromTensor(video, { gap, place: `nodes.${node}.in.video` }) }),
  }),
});
