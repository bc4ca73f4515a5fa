import { expect } from '@jest/globals';
import { tf } from '../../../../operators/tensor/tf.js';
import { onTensorflow } from '../../../backends.js';
import { toBf16 } from '../../../bf16.js';
import { fc } from '../../../fc.js';
import { forProducts, uniform } from '../../../random-products.js';
import { expectClose, kernels, tested } from './loaded.js';

onTensorflow("products by hpdm's own kernels", () => {
  tested('products of any size, transposed or not, with what is added, are those of TensorFlow', () => {
    const size = fc.integer({ min: 1, max: 130 });
    const depth = fc.oneof(size, fc.integer({ min: 250, max: 1100 }));
    forProducts(fc.tuple(size, depth, size), 150, ({ a, b, options, added, depth }) => {
      const product = tf.matMul(a, b, options.transposeA, options.transposeB);
      expectClose(kernels().matMul(a, b, options), added(product), 1e-6 * depth);
    });
  });

  tested("the gradients of a layer's kernel and bias, of any number of rows and of any widths", () => {
    const [rows, width] = [fc.integer({ min: 0, max: 2600 }), fc.integer({ min: 1, max: 150 })];
    fc.assert(
      fc.property(rows, width, fc.oneof(width, fc.integer({ min: 500, max: 700 })), (n, tall, wide) => {
        tf.tidy(() => {
          const [x, dy] = [uniform([n, tall], 1), uniform([n, wide], 2)];
          const [kernel, bias] = kernels().kernelGradient(x, dy);
          expectClose(kernel, n === 0 ? tf.zeros([tall, wide]) : tf.matMul(x, dy, true), 1e-3);
          expectClose(bias, tf.sum(dy, 0), 1e-3);
        });
      }),
      { numRuns: 60 },
    );
    tf.tidy(() => {
      const [x, dy] = [uniform([300, 520], 1), uniform([300, 601], 2)]; // a kernel that the caches do not hold
      const [kernel, bias] = kernels().kernelGradient(x, dy);
      expectClose(kernel, tf.matMul(x, dy, true), 1e-3);
      expectClose(bias, tf.sum(dy, 0), 1e-3);
    });
  });

  tested('products of factors rounded to bfloat16 are exact sums of the rounded numbers, transposed or not', () => {
    const size = fc.oneof(fc.constantFrom(1, 15, 16, 17, 31, 32, 33), fc.integer({ min: 1, max: 150 }));
    const depth = fc.oneof(size, fc.integer({ min: 500, max: 1100 }));
    const best = kernels().bf16Instructions();
    const ways = best === 'AMX' ? (['AMX', 'AVX512-BF16'] as const) : best === undefined ? [] : [best];
    forProducts(fc.tuple(size, depth, size), 60, ({ a, b, options, added, depth }) => {
      const product = tf.matMul(rounded(a), rounded(b), options.transposeA, options.transposeB);
      for (const bf16 of ways)
        expectClose(kernels().matMul(a, b, { ...options, bf16 }), added(product), 1e-6 * (depth + 10));
    });
    for (const bf16 of ways)
      tf.tidy(() => {
        const [x, dy] = [uniform([1000, 37], 1), uniform([1000, 601], 2)];
        const [kernel, bias] = kernels().kernelGradient(x, dy, bf16);
        expectClose(kernel, tf.matMul(rounded(x), rounded(dy), true), 1e-3);
        expectClose(bias, tf.sum(dy, 0), 1e-3); // nothing is multiplied, so nothing is rounded
      });
  });

  tested('products of nothing are empty, or zero', () => {
    tf.tidy(() => {
      expect(kernels().matMul(tf.zeros([0, 3]), tf.zeros([3, 2]), {}).shape).toEqual([0, 2]);
      expect(
        kernels()
          .matMul(tf.zeros([2, 0]), tf.zeros([0, 1]), {})
          .dataSync(),
      ).toEqual(new Float32Array(2));
    });
  });
});

/** To the nearest bfloat16. */
const rounded = (x: tf.Tensor2D): tf.Tensor2D => tf.tensor2d(toBf16(x.dataSync() as Float32Array), x.shape);
