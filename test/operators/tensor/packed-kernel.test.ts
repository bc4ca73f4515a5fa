import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { itemAt } from '../../../dsl/index.js';
import { native } from '../../../operators/tensor/native.js';
import type { Bf16Instructions, NativeKernels, PackedOptions } from '../../../operators/tensor/native-kernels.js';
import { PackedKernel } from '../../../operators/tensor/packed-kernel.js';
import type { Precision } from '../../../operators/tensor/precision.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { hasTensorflow, onTensorflow } from '../../backends.js';
import { hasBf16, toBf16 } from '../../bf16.js';
import { fc } from '../../fc.js';
import { normal } from '../../gradients.js';

test('where nothing computes in bfloat16, packing says what is missing', async () => {
  await selectBackend('cpu');
  expect(() => PackedKernel.of(tf.zeros([2, 2]), 'bf16')).toThrow(
    /E_PRECISION[^]*AMX or AVX512-BF16[^]*the backend cpu/,
  );
  expect(() => PackedKernel.of(tf.zeros([2, 2]), 'float32')).toThrow(/none of hpdm's own kernels/);
  if (hasTensorflow) await selectBackend('tensorflow');
});

const precisions: readonly Precision[] = hasBf16 ? ['float32', 'bf16'] : ['float32'];

onTensorflow('a packed kernel', () => {
  const tested = hasBf16 ? test : test.skip;

  test('multiplies numbers of its precision, and sums them as float32 does, for any sizes', () => {
    const size = fc.oneof(fc.constantFrom(1, 15, 16, 17, 31, 32, 33, 256), fc.integer({ min: 1, max: 150 }));
    const flags = fc.tuple(fc.boolean(), fc.boolean());
    fc.assert(
      fc.property(fc.tuple(size, size, size), flags, fc.nat(), ([rows, depth, columns], [biased, skipped], seed) => {
        tf.tidy(() => {
          const [x, w] = [normal<M>(`x ${seed}`, [rows, depth]), normal<M>(`w ${seed}`, [depth, columns])];
          const bias = biased ? normal<tf.Tensor1D>('bias', [columns]) : undefined;
          const skip = skipped ? normal<M>('skip', [rows, columns]) : undefined;
          const [b, s] = [bias?.dataSync(), skip?.dataSync()];
          for (const way of ways()) {
            const expected = exactly(way, x, w, (sum, i) => sum + (b?.[i % columns] ?? 0) + (s?.[i] ?? 0));
            expect(farthest(product(way, x, w, { bias, skip }), expected)).toBeLessThan(2e-7 * (10 + depth));
          }
        });
      }),
      { numRuns: 40 },
    );
  });

  tested('differs from float32 by no more than the rounding of each factor: 2^-8 of the sum of all products', () => {
    tf.tidy(() => {
      const [x, w] = [normal<tf.Tensor2D>('x', [70, 513]), normal<tf.Tensor2D>('w', [513, 45])];
      const bound = tf.mul(tf.matMul(tf.abs(x), tf.abs(w)), 2 ** -8);
      const error = tf.abs(tf.sub(PackedKernel.of(w, 'bf16').product(x), tf.matMul(x, w)));
      expect(tf.max(tf.div(error, bound)).dataSync()[0]).toBeLessThan(1);
      expect(tf.mean(error).dataSync()[0]).toBeGreaterThan(1e-3);
    });
  });

  test('a norm before it, and GELU behind it', () => {
    tf.tidy(() => {
      const [x, w] = [normal<M>('x', [37, 90], 3), normal<M>('w', [90, 41])];
      const [gamma, beta, bias] = [normal<V>('g', [90]), normal<V>('be', [90]), normal<V>('b', [41])];
      const added = [...bias.dataSync()];
      const normed = tf.tensor2d(new Float32Array(normedRows(x, gamma, beta)), [37, 90]);
      for (const way of ways()) {
        const expected = exactly(way, normed, w, (sum, i) => {
          const u = sum + itemAt(added, i % 41);
          return u * distribution(u);
        });
        const ours = product(way, x, w, { norm: { gamma, beta }, bias, gelu: true });
        // in bfloat16, a normalised number lies between two numbers here and there, and is rounded to the other one: 2^-8 of one product
        expect(farthest(ours, expected)).toBeLessThan(way === undefined ? 1e-4 : 0.1);
        expect(meanDistance(ours, expected)).toBeLessThan(way === undefined ? 1e-6 : 2e-4);
      }
    });
  });

  test.each(precisions)(
    'an MLP in %s is its two products, of which the second one takes the result of the first',
    (precision) => {
      tf.tidy(() => {
        for (const [rows, d, inner] of [
          [45, 70, 300],
          [1000, 256, 512],
        ] as const) {
          const x = normal<M>('x', [rows, d], 2);
          const norm = { gamma: normal<V>('g', [d]), beta: normal<V>('be', [d]) };
          const first = PackedKernel.of(normal<M>('1', [d, inner], 0.1), precision);
          const second = PackedKernel.of(normal<M>('2', [inner, d], 0.1), precision);
          const [bias1, bias2] = [normal<V>('b1', [inner]), normal<V>('b2', [d])];
          const hidden = first.product(x, { norm, bias: bias1, gelu: true });
          const apart = second.product(hidden, { bias: bias2, skip: x });
          const whole = first.mlp(x, { norm, bias: bias1 }, { kernel: second, bias: bias2 });
          expect(whole.dataSync()).toEqual(apart.dataSync());
        }
      });
    },
  );

  test('gives a row the same bits, alone and among others', () => {
    tf.tidy(() => {
      const [x, w] = [normal<M>('x', [300, 130]), normal<M>('w', [130, 65])];
      for (const way of ways()) {
        const all = product(way, x, w);
        for (const [first, count] of [
          [0, 1],
          [299, 1],
          [17, 40],
        ] as const) {
          const some = product(way, tf.slice(x, [first, 0], [count, -1]), w);
          expect(some).toEqual(all.slice(first * 65, (first + count) * 65));
        }
      }
    });
  });

  tested('in bfloat16 rounds to even, and keeps infinities and NaN', () => {
    tf.tidy(() => {
      const one = PackedKernel.of(tf.tensor2d([[1]]), 'bf16');
      const values = [1 + 2 ** -8, 1 + 3 * 2 ** -8, 1 + 2 ** -8 + 2 ** -20, -1 - 2 ** -8, 1 / 0, -1 / 0, NaN];
      const found = one.product(tf.tensor2d(values, [7, 1])).dataSync();
      expect([...found]).toEqual([1, 1 + 2 ** -6, 1 + 2 ** -7, -1, 1 / 0, -1 / 0, NaN]);
    });
  });

  test.each(precisions)('in %s, what does not fit is an error, and nothing gives nothing', (precision) => {
    tf.tidy(() => {
      const kernel = PackedKernel.of(tf.zeros([40, 5]), precision);
      expect(() => kernel.product(tf.zeros([2, 4]))).toThrow(/do not fit/);
      expect(kernel.product(tf.zeros([0, 40])).shape).toEqual([0, 5]);
    });
  });

  test('is freed', () => {
    const before = tf.memory().numTensors;
    const packed = tf.tidy(() => tf.keep(tf.zeros<tf.Rank.R2>([3, 4])));
    const kernel = PackedKernel.of(packed, 'float32');
    packed.dispose();
    kernel.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
type V = tf.Tensor1D;
type M = tf.Tensor2D;
/** Instructions for bfloat16; undefined: float32. */
type Way = Bf16Instructions | undefined;

/** All ways in which this processor computes. */
function ways(): readonly Way[] {
  const best = kernels().bf16Instructions();
  return best === undefined ? [best] : best === 'AMX' ? [undefined, 'AVX512-BF16', 'AMX'] : [undefined, best];
}

/** gelu(norm(x) · w + bias) + skip with a kernel that was packed. */
function product(bf16: Way, x: M, w: M, options: PackedOptions = {}): Float32Array {
  const packed = { panels: kernels().packKernel(w, bf16), columns: w.shape[1], bf16 };
  return kernels().packedProduct(x, packed, options).dataSync<'float32'>();
}

/** The product in float64 of two matrices in the precision of a way; then(sum, i) finishes number i. */
function exactly(way: Way, x: M, w: M, then: (sum: number, i: number) => number): Float64Array {
  const [rows, depth] = x.shape;
  const [, columns] = w.shape;
  const [a, b] = [x, w].map((factor) => {
    const numbers = factor.dataSync<'float32'>();
    return way === undefined ? numbers : toBf16(numbers);
  }) as [Float32Array, Float32Array];
  return Float64Array.from({ length: rows * columns }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < depth; k++)
      sum += (a[Math.floor(i / columns) * depth + k] ?? NaN) * (b[k * columns + (i % columns)] ?? NaN);
    return then(sum, i);
  });
}

function normedRows(x: tf.Tensor, gamma: V, beta: V): number[] {
  const [g, b] = [[...gamma.dataSync()], [...beta.dataSync()]];
  return (x.arraySync() as number[][]).flatMap((row) => {
    const mean = row.reduce((a, b) => a + b) / row.length;
    const variance = row.reduce((sum, v) => sum + (v - mean) ** 2, 0) / row.length;
    return row.map((v, c) => ((v - mean) / Math.sqrt(variance + 1e-6)) * itemAt(g, c) + itemAt(b, c));
  });
}

/** Φ(u) by its power series, for |u| < 6; above, the difference to 0 or 1 is below 1e-9. */
function distribution(u: number): number {
  if (Math.abs(u) >= 6) return u > 0 ? 1 : 0;
  let [term, sum] = [u, u];
  for (let n = 1; n < 120; n++) sum += term *= (u * u) / (2 * n + 1);
  return 0.5 + (Math.exp((-u * u) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}

const distances = (a: ArrayLike<number>, b: ArrayLike<number>): number[] =>
  Array.from({ length: b.length }, (_, i) => Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)));
const farthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  distances(a, b).reduce((most, x) => (x <= most ? most : x), 0);
const meanDistance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  distances(a, b).reduce((sum, x) => sum + x, 0) / b.length;

function kernels(): NativeKernels {
  const found = native();
  if (found === undefined) throw new Error("hpdm's own kernels are not loaded");
  return found;
}
