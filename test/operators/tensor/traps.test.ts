import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { crossAttention } from '../../../operators/tensor/attention.js';
import { linear } from '../../../operators/tensor/linear.js';
import { matMulT, matTMul } from '../../../operators/tensor/matmul.js';
import { hasTensorflow, onEveryBackend } from '../../backends.js';
import { mixedError, normal } from '../../gradients.js';
import { compiledUrl, program } from '../../program.js';

/** Plain loops, the definition: a [B, m, k] · b [B, k, n]. */
function multiply(a: number[][][], b: number[][][]): number[][][] {
  return a.map((rows, i) =>
    rows.map((row) => {
      const columns = b[i]?.[0]?.length ?? 0;
      return Array.from({ length: columns }, (_, j) => row.reduce((sum, x, k) => sum + x * (b[i]?.[k]?.[j] ?? NaN), 0));
    }),
  );
}

onEveryBackend('what goes wrong with TensorFlow.js does not go wrong here', () => {
  test('batched products with a transposed operand are right (fused.matMul is not, on wasm)', () => {
    const [a, b] = [normal<tf.Tensor3D>('a', [3, 4, 5]), normal<tf.Tensor3D>('b', [3, 5, 6])];
    const expected = multiply(a.arraySync(), b.arraySync()).flat(2);
    const [aT, bT] = [tf.transpose(a, [0, 2, 1]), tf.transpose(b, [0, 2, 1])];
    expect(mixedError(matMulT(a, bT).dataSync(), expected)).toBeLessThan(1e-5);
    expect(mixedError(matTMul(aT, b).dataSync(), expected)).toBeLessThan(1e-5);
  });

  test('a kernel shared by a batch of sequences has a gradient (core throws on [B, T, D] · [D, N])', () => {
    const [x, w] = [normal<tf.Tensor2D>('x', [2 * 3, 4]), normal<tf.Tensor2D>('w', [4, 5])];
    const dw = tf.grad((w) => tf.sum(linear(x, w as tf.Tensor2D)))(w);
    const rowSums = tf.sum(x, 0).dataSync();
    expect(
      mixedError(
        dw.dataSync(),
        Array.from(rowSums).flatMap((sum) => new Array<number>(5).fill(sum)),
      ),
    ).toBeLessThan(1e-5);
  });

  test('what a gradient makes on its way is freed', () => {
    const [q, kv] = [normal('q', [2 * 3, 4]), normal('kv', [2 * 5, 8])];
    const before = tf.memory().numTensors;
    const gradients = tf.grads((q, kv) =>
      tf.sum(crossAttention(q as tf.Tensor2D, kv as tf.Tensor2D, { batch: 2, heads: 2 })),
    )([q, kv]);
    expect(tf.memory().numTensors).toBe(before + 2);
    tf.dispose(gradients);
  });
});

(hasTensorflow ? test : test.skip)(
  'TensorFlow loads in a Node that has dropped the utilities it calls (23 and later)',
  async () => {
    const script = `const util = (await import('node:util')).default;
    delete util.isNullOrUndefined; delete util.isArray;
    const { selectBackend } = await import(${JSON.stringify(await compiledUrl('operators/tensor/select-backend.ts'))});
    const { name } = await selectBackend('tensorflow');
    const tf = await import('@tensorflow/tfjs');
    console.log(name, tf.conv2d(tf.ones([1, 2, 2, 1]), tf.ones([2, 2, 1, 1]), 1, 'valid').dataSync()[0]);`;
    const { stdout, stderr } = program(script);
    expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: 'tensorflow 4', stderr: '' });
  },
);
