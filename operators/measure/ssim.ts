import { stage, type Refusal } from '../../dsl/index.js';
import { readFloats } from '../tensor/read-floats.js';
import { figures } from '../values/figures.js';
import { video } from '../values/video.js';
import { ssimOf, WINDOW } from './ssim-of.js';

/**
 * Measure how similar videos are to others in their structure.
 *
 * in   video      [B, F, H, W, C]
 *      reference  the same shape
 * out  figures    `ssim` of each video, the mean of its frames: 1 for the same
 * fails E_SIZE where frames are smaller than a window, 11×11
 * source Wang et al. 2004
 */
export const measureSsim = stage({
  id: 'measure.ssim',
  summary: 'Measure how similar videos are to others in their structure',
  in: { video: video('B', 'F', 'H', 'W', 'C'), reference: video('B', 'F', 'H', 'W', 'C') },
  with: {},
  out: { figures: figures() },
  check: (_, { H = WINDOW, W = WINDOW }): Refusal[] => {
    if (Math.min(H, W) >= WINDOW) return [];
    const expected = `frames of ${WINDOW}×${WINDOW} or more, the size of a window`;
    return [{ code: 'E_SIZE', path: 'in.video', expected, got: `${H}×${W}`, try: 'measure.psnr, or a finer level' }];
  },
  cost: (_, __, { inputs: { video } }) => ({ bytes: 4 * 12 * video.size }),
  open: () => ({
    next: async ({ video, reference }) => {
      const [B, F] = video.shape;
      const similar = ssimOf(video, reference);
      const frames = await readFloats(similar);
      similar.dispose();
      const values = Array.from({ length: B }, (_, b) => {
        return frames.subarray(b * F, (b + 1) * F).reduce((sum, x) => sum + x, 0) / F;
      });
      return { figures: [{ name: 'ssim', values, weights: values.map(() => 1) }] };
    },
  }),
});
