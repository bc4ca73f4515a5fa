import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { itemAt } from '../../../dsl/index.js';
import { native } from '../../../operators/tensor/native.js';
import type { NativeKernels } from '../../../operators/tensor/native-kernels.js';
import { PackedKernel } from '../../../operators/tensor/packed-kernel.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { hasTensorflow, onTensorflow } from '../../backends.js';
import { hasBf16, toBf16 } from '../../bf16.js';
import { fc } from '../../fc.js';
import { normal } from '../../gradients.js';

test('where nothing computes in bfloat16, packing says what is missing', async () => {
  await selectBackend('cpu');
  expect(() => PackedKernel.of(tf.zeros([2, 2]))).toThrow(/E_PRECISION[^]*AMX or AVX512-BF16[^]*the backend cpu/);
  if (hasTensorflow) await selectBackend('tensorflow');
});

onTensorflow('a packed kernel', () => {
  const tested = hasBf16 ? test : test.skip;
  const ways = (): readonly ('AMX' | 'AVX512-BF16')[] =>
    kernels().bf16Instructions() === 'AMX' ? ['AMX', 'AVX512-BF16'] : ['AVX512-BF16'];

  tested('multiplies rounded numbers, and sums them as float32 does, for any sizes', () => {
    const size = fc.oneof(fc.constantFrom(1, 15, 16, 17, 31, 32, 33), fc.integer({ min: 1, max: 150 }));
    const flags = fc.tuple(fc.boolean(), fc.boolean());
    fc.assert(
      fc.property(fc.tuple(size, size, size), flags, fc.nat(), ([rows, depth, columns], [biased, skipped], seed) => {
        tf.tidy(() => {
          const [x, w] = [normal(`x ${seed}`, [rows, depth]), normal(`w ${seed}`, [depth, columns])];
          const bias = biased ? normal<tf.Tensor1D>('bias', [columns]) : undefined;
          const skip = skipped ? normal<tf.Tensor2D>('skip', [rows, columns]) : undefined;
          const panels = { panels: kernels().packKernel(w as tf.Tensor2D), columns };
          const [b, s] = [bias?.dataSync(), skip?.dataSync()];
          const expected = exactly(x, w, (sum, i) => sum + (b?.[i % columns] ?? 0) + (s?.[i] ?? 0));
          for (const way of ways()) {
            const ours = kernels()
              .packedProduct(x as tf.Tensor2D, panels, { bias, skip }, way)
              .dataSync();
            expect(farthest(ours, expected)).toBeLessThan(2e-7 * (10 + depth));
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
      const error = tf.abs(tf.sub(PackedKernel.of(w).product(x), tf.matMul(x, w)));
      expect(tf.max(tf.div(error, bound)).dataSync()[0]).toBeLessThan(1);
      expect(tf.mean(error).dataSync()[0]).toBeGreaterThan(1e-3);
    });
  });

  tested('a norm before it, and GELU behind it', () => {
    tf.tidy(() => {
      const [x, w] = [normal('x', [37, 90], 3), normal('w', [90, 41])];
      const [gamma, beta, bias] = [normal('g', [90]), normal('be', [90]), normal('b', [41])] as V[];
      const added = [...(bias as V).dataSync()];
      const normed = new Float32Array(normedRows(x, gamma as V, beta as V));
      const expected = exactly(tf.tensor2d(normed, [37, 90]), w, (sum, i) => {
        const u = sum + itemAt(added, i % 41);
        return u * distribution(u);
      });
      const options = { norm: { gamma: gamma as V, beta: beta as V }, bias, gelu: true };
      for (const way of ways()) {
        const panels = { panels: kernels().packKernel(w as tf.Tensor2D), columns: 41 };
        const ours = kernels().packedProduct(x as tf.Tensor2D, panels, options, way);
        // here and there a normalised number lies between two bfloat16, and is rounded to the other one: 2^-8 of one product
        expect(farthest(ours.dataSync(), expected)).toBeLessThan(0.1);
        expect(meanDistance(ours.dataSync(), expected)).toBeLessThan(2e-4);
      }
    });
  });

  tested('an MLP is its two products, of which the second one takes the rounded result of the first', () => {
    tf.tidy(() => {
      const [d, inner] = [70, 300];
      const x = normal<tf.Tensor2D>('x', [45, d], 2);
      const norm = { gamma: normal<V>('g', [d]), beta: normal<V>('be', [d]) };
      const [first, second] = [normal('1', [d, inner], 0.1), normal('2', [inner, d], 0.1)].map((w) =>
        PackedKernel.of(w as tf.Tensor2D),
      ) as [PackedKernel, PackedKernel];
      const [bias1, bias2] = [normal<V>('b1', [inner]), normal<V>('b2', [d])];
      const hidden = first.product(x, { norm, bias: bias1, gelu: true });
      const apart = second.product(hidden, { bias: bias2, skip: x });
      const whole = first.mlp(x, { norm, bias: bias1 }, { kernel: second, bias: bias2 });
      expect(whole.dataSync()).toEqual(apart.dataSync());
    });
  });

  tested('gives a row the same bits, alone and among others', () => {
    tf.tidy(() => {
      const [x, w] = [normal<tf.Tensor2D>('x', [300, 130]), normal<tf.Tensor2D>('w', [130, 65])];
      const panels = { panels: kernels().packKernel(w), columns: 65 };
      for (const way of ways()) {
        const all = kernels().packedProduct(x, panels, {}, way);
        for (const [first, count] of [
          [0, 1],
          [299, 1],
          [17, 40],
        ] as const) {
          const some = kernels().packedProduct(tf.slice(x, [first, 0], [count, -1]), panels, {}, way);
          expect(some.dataSync()).toEqual(tf.slice(all, [first, 0], [count, -1]).dataSync());
        }
      }
    });
  });

  tested('rounds to even, keeps infinities and NaN, and takes nothing for nothing', () => {
    tf.tidy(() => {
      const one = PackedKernel.of(tf.tensor2d([[1]]));
      const values = [1 + 2 ** -8, 1 + 3 * 2 ** -8, 1 + 2 ** -8 + 2 ** -20, -1 - 2 ** -8, 1 / 0, -1 / 0, NaN];
      const found = one.product(tf.tensor2d(values, [7, 1])).dataSync();
      expect([...found]).toEqual([1, 1 + 2 ** -6, 1 + 2 ** -7, -1, 1 / 0, -1 / 0, NaN]);
      expect(PackedKernel.of(tf.zeros([3, 2])).product(tf.zeros([0, 3])).shape).toEqual([0, 2]);
    });
  });

  tested('what does not fit is an error, and not the end of the process', () => {
    tf.tidy(() => {
      expect(() => PackedKernel.of(tf.zeros([40, 5])).product(tf.zeros([2, 4]))).toThrow(/do not fit/);
    });
  });

  tested('is freed', () => {
    const before = tf.memory().numTensors;
    const packed = tf.tidy(() => tf.keep(tf.zeros<tf.Rank.R2>([3, 4])));
    const kernel = PackedKernel.of(packed);
    packed.dispose();
    kernel.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
type V = tf.Tensor1D;

/** The product of the two matrices, rounded to bfloat16, in float64; then(sum, i) finishes number i. */
function exactly(x: tf.Tensor, w: tf.Tensor, then: (sum: number, i: number) => number): Float64Array {
  const [rows = 0, depth = 0] = x.shape;
  const [, columns = 0] = w.shape;
  const [a, b] = [toBf16(x.dataSync<'float32'>()), toBf16(w.dataSync<'float32'>())];
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
