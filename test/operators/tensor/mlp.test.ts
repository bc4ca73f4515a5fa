import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { biasGelu } from '../../../operators/tensor/bias-gelu.js';
import { linear } from '../../../operators/tensor/linear.js';
import { mlp } from '../../../operators/tensor/mlp.js';
import { mlpResidual } from '../../../operators/tensor/mlp-residual.js';
import { native } from '../../../operators/tensor/native.js';
import { PackedKernel } from '../../../operators/tensor/packed-kernel.js';
import { withPrecision } from '../../../operators/tensor/precision.js';
import { onEveryBackend, onTensorflow } from '../../backends.js';
import { hasBf16 } from '../../bf16.js';
import { expectGradients, mixedError, normal } from '../../gradients.js';

type M = tf.Tensor2D;
type V = tf.Tensor1D;

const inputs = (rows: number, [from, hidden, to]: readonly [number, number, number]): [M, M, V, M, V] => [
  normal('x', [rows, from]),
  tf.mul(normal<M>('w1', [from, hidden]), 1 / Math.sqrt(from)),
  normal('b1', [hidden]),
  tf.mul(normal<M>('w2', [hidden, to]), 1 / Math.sqrt(hidden)),
  normal('b2', [to]),
];

const of = ([x, w1, b1, w2, b2]: readonly tf.Tensor[]): M =>
  mlp(x as M, { kernel: w1 as M, bias: b1 as V }, { kernel: w2 as M, bias: b2 as V });

onEveryBackend('an MLP', () => {
  test('is two layers with GELU between them, and its gradients', () => {
    const given = inputs(7, [20, 9, 5]);
    const [x, w1, b1, w2, b2] = given;
    const u = tf.add(tf.matMul(x, w1), b1);
    const gelu = tf.mul(u, tf.mul(tf.add(tf.erf(tf.mul(u, Math.SQRT1_2)), 1), 0.5));
    expect(mixedError(of(given).dataSync(), tf.add(tf.matMul(gelu, w2), b2).dataSync())).toBeLessThan(1e-5);
    expectGradients((...given) => of(given), given);
  });
});

/** Layer by layer. */
const apart = ([x, w1, b1, w2, b2]: readonly tf.Tensor[]): M =>
  linear(biasGelu(linear(x as M, w1 as M), b1 as V), w2 as M, b2 as V);

onTensorflow('an MLP in float32', () => {
  // fewer rows than a job and more than a piece, widths of whole panels and of others, and kernels that the caches do not hold
  test.each<[number, [number, number, number]]>([
    [5, [20, 9, 5]],
    [129, [32, 64, 32]],
    [1100, [48, 130, 37]],
    [40, [16, 4100, 16]],
    [2100, [250, 1056, 260]],
    [300, [270, 1050, 250]],
  ])('of %i rows is its layers one after the other, and so are its gradients', (rows, widths) => {
    const given = inputs(rows, widths);
    const dy = tf.mul<M>(normal<M>('dy', [rows, widths[2]]), 1 / Math.sqrt(rows)); // so that sums over rows are about 1
    const all = (whole: typeof of): tf.Tensor[] => [whole(given), ...tf.grads((...given) => whole(given))(given, dy)];
    const [exact, found] = [all(apart), all(of)];
    for (const [i, one] of found.entries()) {
      const other = exact[i] as tf.Tensor;
      expect(one.shape).toEqual(other.shape);
      expect(mixedError(one.dataSync(), other.dataSync())).toBeLessThan(2e-5);
    }
  });
});

onTensorflow('an MLP in bfloat16', () => {
  const tested = hasBf16 ? test : test.skip;

  tested('of packed kernels is that in float32, but for the rounding', () => {
    const [x, w1, b1, w2, b2] = inputs(7, [20, 9, 5]);
    const packed = mlp(
      x,
      { kernel: PackedKernel.of(w1, 'bf16'), bias: b1 },
      { kernel: PackedKernel.of(w2, 'bf16'), bias: b2 },
    );
    expectRounded(packed, of([x, w1, b1, w2, b2]), 0.02);
  });

  // fewer rows than a block and more than a piece, widths of whole blocks and of others
  tested.each<[number, [number, number, number]]>([
    [5, [20, 9, 5]],
    [100, [32, 64, 32]],
    [1100, [48, 130, 37]],
  ])('of %i rows in training is that in float32, but for the rounding, and so are its gradients', (rows, widths) => {
    const given = inputs(rows, widths);
    const dy = normal<M>('dy', [rows, widths[2]]);
    const all = (): tf.Tensor[] => [of(given), ...tf.grads((...given) => of(given))(given, dy)];
    const [exact, found] = [all(), withPrecision('bf16', all)];
    for (const [i, one] of found.entries()) expectRounded(one, exact[i] as tf.Tensor, 0.02);
  });

  tested('with a norm and a residual in training, too', () => {
    const [x, w1, b1, w2, b2] = inputs(70, [40, 100, 40]);
    const given = [x, normal('gamma', [40], 2), normal('beta', [40]), w1, b1, w2, b2];
    const whole = (...[x, gamma, beta, w1, b1, w2, b2]: tf.Tensor[]): tf.Tensor =>
      mlpResidual(
        x as M,
        { gamma: gamma as V, beta: beta as V },
        { kernel: w1 as M, bias: b1 as V },
        { kernel: w2 as M, bias: b2 as V },
      );
    const all = (): tf.Tensor[] => [whole(...given), ...tf.grads(whole)(given, normal('dy', [70, 40]))];
    const [exact, found] = [all(), withPrecision('bf16', all)];
    for (const [i, one] of found.entries()) expectRounded(one, exact[i] as tf.Tensor, 0.02);
  });

  tested('what does not fit is an error', () => {
    const [x, w1, b1, , b2] = inputs(7, [20, 9, 5]);
    const layers = [w1, b1, tf.zeros<tf.Rank.R2>([8, 5]), b2] as const;
    expect(() => native()?.mlp(x, layers, 'AVX512-BF16')).toThrow(/do not fit/);
  });
});

/** Equal but for the rounding of factors: the error is a share of what the numbers are, and not zero. */
function expectRounded(found: tf.Tensor, exact: tf.Tensor, share: number): void {
  expect(found.shape).toEqual(exact.shape);
  const error = tf.norm(tf.sub(found, exact)).dataSync()[0] ?? NaN;
  const size = tf.norm(exact).dataSync()[0] ?? NaN;
  expect(error / size).toBeLessThan(share);
}
