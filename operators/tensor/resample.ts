import { itemAt } from '../../dsl/index.js';
import { tf } from './tf.js';
import { matMul, matTMul } from './matmul.js';
import { native } from './native.js';
import type { AxisMatrices } from './native-kernels.js';
import { product } from './product.js';
import { withGradient } from './with-gradient.js';

export type { AxisMatrices } from './native-kernels.js';

const AXES = ['f', 'h', 'w'] as const;

/**
 * Resample volumes on regular grids: a small matrix product along each axis. This is exact, and differentiable on every backend without
 * gathers. Trilinear interpolation of the context, cropping and area averaging all have this form.
 *
 * @param x [B, F, H, W, C]
 * @param axes matrices [B or 1, F', F], [B or 1, H', H], [B or 1, W', W]; not differentiated
 * @returns [B, F', H', W', C]; x itself where no axis has a matrix
 */
export function resample(x: tf.Tensor5D, axes: AxisMatrices): tf.Tensor5D {
  const given = AXES.filter((axis) => axes[axis] !== undefined);
  if (given.length === 0) return x;
  return withGradient<tf.Tensor5D>([x], (x) => ({
    value: multiplied(x as tf.Tensor5D, axes, false),
    save: given.map((axis) => axes[axis] as tf.Tensor3D),
    gradient: (dy, saved) => {
      const matrices = Object.fromEntries(given.map((axis, i) => [axis, saved[i] as tf.Tensor3D]));
      return [multiplied(dy, { f: undefined, h: undefined, w: undefined, ...matrices }, true)];
    },
  }));
}

/** The matrices, or their transposes, times x. */
function multiplied(x: tf.Tensor5D, axes: AxisMatrices, transposed: boolean): tf.Tensor5D {
  const alongAll = () =>
    AXES.reduce((x, axis, i) => {
      const matrix = axes[axis];
      return matrix === undefined ? x : along(x, i + 1, matrix, transposed);
    }, x);
  return native()?.resample(x, axes, transposed) ?? alongAll();
}

/** The matrix of an axis, or its transpose, times x. */
function along(x: tf.Tensor5D, axis: number, matrix: tf.Tensor3D, transposed: boolean): tf.Tensor5D {
  const multiply = transposed ? matTMul : matMul;
  const [samples, rows, columns] = matrix.shape;
  const groups = product(x.shape.slice(1, axis));
  const [length, inner] = [itemAt(x.shape, axis), product(x.shape.slice(axis + 1))];
  const result =
    samples === 1
      ? multiply(repeated(matrix, x.shape[0] * groups), tf.reshape<tf.Rank.R3>(x, [-1, length, inner]))
      : multiply<tf.Tensor4D>(
          repeated(tf.reshape(matrix, [samples, 1, rows, columns]), groups),
          tf.reshape(x, [samples, groups, length, inner]),
        );
  return tf.reshape(result, x.shape.with(axis, transposed ? columns : rows) as tf.Tensor5D['shape']);
}

/** Share matrices along the axis of length 1 before them, of which TensorFlow makes no copies; wasm cannot broadcast batches and gets copies. */
function repeated<T extends tf.Tensor>(matrices: T, times: number): T {
  if (tf.getBackend() === 'tensorflow' || times === 1) return matrices;
  return tf.tile(
    matrices,
    matrices.shape.map((_, axis) => (axis === matrices.rank - 3 ? times : 1)),
  );
}
