import { tf } from './tf.js';
import { matMul, matTMul } from './matmul.js';
import { withGradient } from './with-gradient.js';

/**
 * One matrix [out, in] per axis, for every sample or [1, out, in] for all: row i holds the weights of the inputs in output i. An axis without a
 * matrix stays as it is.
 */
export interface AxisMatrices {
  readonly f: tf.Tensor3D | undefined;
  readonly h: tf.Tensor3D | undefined;
  readonly w: tf.Tensor3D | undefined;
}

/** The product along one axis: of `groups` blocks of every sample, [from, inner] → [to, inner]. */
interface Step {
  readonly matrix: tf.Tensor3D;
  readonly groups: number;
  readonly inner: number;
}

/**
 * Resample volumes on regular grids by one small matrix product per axis. This is exact, and differentiable on every backend
 * without gathers. Trilinear interpolation of the context, cropping and area averaging all have this form.
 *
 * @param x [B, F, H, W, C]
 * @param axes matrices [B or 1, F', F], [B or 1, H', H], [B or 1, W', W]; not differentiated
 * @returns [B, F', H', W', C]; x itself where no axis has a matrix
 */
export function resample(x: tf.Tensor5D, axes: AxisMatrices): tf.Tensor5D {
  const [batch, F, H, W, C] = x.shape;
  const [f, h, w] = [axes.f?.shape[1] ?? F, axes.h?.shape[1] ?? H, axes.w?.shape[1] ?? W];
  const steps = [
    { matrix: axes.f, groups: 1, inner: H * W * C },
    { matrix: axes.h, groups: f, inner: W * C },
    { matrix: axes.w, groups: f * h, inner: C },
  ].filter((step): step is Step => step.matrix !== undefined);
  if (steps.length === 0) return x;
  return withGradient<tf.Tensor5D>([x], (x) => ({
    value: tf.reshape(
      steps.reduce((x, step) => along(matMul, step, x, batch), x),
      [batch, f, h, w, C],
    ),
    save: steps.map(({ matrix }) => matrix),
    gradient: (dy, saved) => {
      const back = steps.map((step, i) => ({ ...step, matrix: saved[i] as tf.Tensor3D })).reverse();
      const dx = back.reduce<tf.Tensor>((dy, step) => along(matTMul, step, dy, batch), dy);
      return [tf.reshape(dx, [batch, F, H, W, C])];
    },
  }));
}

/** The matrix of an axis, or its transpose, times x. */
function along(multiply: typeof matMul, { matrix, groups, inner }: Step, x: tf.Tensor, batch: number): tf.Tensor {
  const [samples, to, from] = matrix.shape;
  const length = multiply === matMul ? from : to;
  if (samples === 1) {
    const blocks = tf.reshape<tf.Rank.R3>(x, [batch * groups, length, inner]);
    return multiply(repeated(matrix, batch * groups), blocks);
  }
  const shared = repeated(tf.reshape<tf.Rank.R4>(matrix, [batch, 1, to, from]), groups);
  return multiply(shared, tf.reshape<tf.Rank.R4>(x, [batch, groups, length, inner]));
}

/** Share matrices along the axis of length 1 before them, of which TensorFlow makes no copies; wasm cannot broadcast batches and gets copies. */
function repeated<T extends tf.Tensor>(matrices: T, times: number): T {
  if (tf.getBackend() === 'tensorflow' || times === 1) return matrices;
  return tf.tile(
    matrices,
    matrices.shape.map((_, axis) => (axis === matrices.rank - 3 ? times : 1)),
  );
}
