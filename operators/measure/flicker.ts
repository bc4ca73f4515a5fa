import { stage } from '../../dsl/index.js';
import { readFloats } from '../tensor/read-floats.js';
import { tf } from '../tensor/tf.js';
import { figures } from '../values/figures.js';
import { video } from '../values/video.js';

/**
 * Measure how much videos move and how much they flicker: the mean difference from each frame to the next, and that of a frame to the mean of
 * its neighbours. Steady movement has little of the second; light that comes and goes has more of it than of the first.
 *
 * in   video    [B, F, H, W, C]
 * out  figures  `motion`, the mean of |x(t+1) − x(t)|, and `flicker`, that of |x(t) − (x(t−1) + x(t+1)) / 2|, for values in [-1, 1]; none of too
 *               few frames
 */
export const measureFlicker = stage({
  id: 'measure.flicker',
  summary: 'Measure how much videos move and flicker',
  in: { video: video('B', 'F', 'H', 'W', 'C') },
  with: {},
  out: { figures: figures() },
  cost: (_, __, { inputs: { video } }) => ({ bytes: 4 * 4 * video.size }),
  open: () => ({
    next: async ({ video }) => {
      const [B, F] = video.shape;
      const of = async (name: string, measure: (frames: tf.Tensor3D) => tf.Tensor3D) => {
        const means = tf.tidy(() => tf.mean(tf.abs(measure(tf.reshape(video, [B, F, -1]))), [1, 2]));
        const values = [...(await readFloats(means))];
        means.dispose();
        return { name, values, weights: values.map(() => 1) };
      };
      const from = (frames: tf.Tensor3D, first: number, count: number) =>
        tf.slice(frames, [0, first, 0], [-1, count, -1]);
      const motion = (x: tf.Tensor3D) => tf.sub<tf.Tensor3D>(from(x, 1, F - 1), from(x, 0, F - 1));
      const flicker = (x: tf.Tensor3D) => {
        const around = tf.mul(tf.add(from(x, 0, F - 2), from(x, 2, F - 2)), 0.5);
        return tf.sub<tf.Tensor3D>(from(x, 1, F - 2), around);
      };
      return {
        figures: [...(F > 1 ? [await of('motion', motion)] : []), ...(F > 2 ? [await of('flicker', flicker)] : [])],
      };
    },
  }),
});
