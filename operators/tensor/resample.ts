import { tf } from './tf.js';
import { matMul, matTMul } from './matmul.js';
import { withGradient } from './with-gradient.js';

/** One matrix [out, in] per axis and sample: row i holds the weights of the inputs in output i. */
export interface AxisMatrices {
  readonly f: tf.Tensor3D;
  readonly h: tf.Tensor3D;
  readonly w: tf.Tensor3D;
}

/**
 * Resample volumes on regular grids by one small matrix product per axis. This is exact, and differentiable on every backend
 * without gathers. Trilinear interpolation of the context, cropping and area averaging all have this form.
 *
 * @param x [B, F, H, W, C]
 * @param axes matrices [B, F', F], [B, H', H], [B, W', W]; not differentiated
 * @returns [B, F', H', W', C]
 */
export function resample(x: tf.Tensor5D, axes: AxisMatrices): tf.Tensor5D {
  const [batch, F, H, W, C] = x.shape;
  const [f, h, w] = [axes.f.shape[1], axes.h.shape[1], axes.w.shape[1]];
  return withGradient<tf.Tensor5D>([x], (x) => {
    const inFrames = matMul(axes.f, tf.reshape(x as tf.Tensor5D, [batch, F, H * W * C]));
    const inRows = matMul<tf.Tensor4D>(broadcast(axes.h, f), tf.reshape(inFrames, [batch, f, H, W * C]));
    const inColumns = matMul<tf.Tensor4D>(broadcast(axes.w, f * h), tf.reshape(inRows, [batch, f * h, W, C]));
    return {
      value: tf.reshape(inColumns, [batch, f, h, w, C]),
      save: [axes.f, axes.h, axes.w],
      gradient: (dy, saved) => {
        const [mf, mh, mw] = saved as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
        const dColumns = matTMul<tf.Tensor4D>(broadcast(mw, f * h), tf.reshape(dy, [batch, f * h, w, C]));
        const dRows = matTMul<tf.Tensor4D>(broadcast(mh, f), tf.reshape(dColumns, [batch, f, h, W * C]));
        const dFrames = matTMul<tf.Tensor3D>(mf, tf.reshape(dRows, [batch, f, H * W * C]));
        return [tf.reshape(dFrames, [batch, F, H, W, C])];
      },
    };
  });
}

/** Share matrices among `times` others: [B, out, in] → [B, 1, out, in]; wasm cannot broadcast batches and gets copies. */
function broadcast(matrix: tf.Tensor3D, times: number): tf.Tensor4D {
  const [batch, rows, columns] = matrix.shape;
  const one = tf.reshape<tf.Rank.R4>(matrix, [batch, 1, rows, columns]);
  return tf.getBackend() === 'tensorflow' ? one : tf.tile(one, [1, times, 1, 1]);
}

/** Repeat the matrices for every sample of a batch: [1, out, in] → [B, out, in] per axis. */
export const repeatMatrices = ({ f, h, w }: AxisMatrices, batch: number): AxisMatrices => ({
  f: tf.tile(f, [batch, 1, 1]),
  h: tf.tile(h, [batch, 1, 1]),
  w: tf.tile(w, [batch, 1, 1]),
});
