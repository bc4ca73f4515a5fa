import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { linear } from '../../../operators/tensor/linear.js';
import { matMul } from '../../../operators/tensor/matmul.js';
import { productInstructions, withPrecision } from '../../../operators/tensor/precision.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { hasTensorflow, onTensorflow } from '../../backends.js';
import { hasBf16, toBf16 } from '../../bf16.js';
import { normal } from '../../gradients.js';

test('where nothing computes in bfloat16, it is refused and float32 goes on', async () => {
  await selectBackend('cpu');
  const product = (): tf.Tensor => matMul(normal<tf.Tensor2D>('x', [2, 3]), normal<tf.Tensor2D>('w', [3, 2]));
  expect(() => withPrecision('bf16', product)).toThrow(/E_PRECISION[^]*AMX or AVX512-BF16[^]*the backend cpu/);
  expect(withPrecision('float32', product).dataSync()).toEqual(product().dataSync());
  if (hasTensorflow) await selectBackend('tensorflow');
});

onTensorflow('bfloat16', () => {
  const tested = hasBf16 ? test : test.skip;
  const round = (x: tf.Tensor2D): tf.Tensor2D => tf.tensor2d(toBf16(x.dataSync() as Float32Array), x.shape);

  tested('is for the products of a call and of their gradients, and no longer', () => {
    const [x, w] = [normal<tf.Tensor2D>('x', [50, 70]), normal<tf.Tensor2D>('w', [70, 40])];
    const dy = normal<tf.Tensor2D>('dy', [50, 40]);
    const [dx, dw] = withPrecision('bf16', () =>
      tf.grads((x, w) => linear(x as tf.Tensor2D, w as tf.Tensor2D))([x, w], dy),
    );
    expect(largest(tf.sub(dx as tf.Tensor, tf.matMul(round(dy), round(w), false, true)))).toBeLessThan(1e-4);
    expect(largest(tf.sub(dw as tf.Tensor, tf.matMul(round(x), round(dy), true)))).toBeLessThan(1e-4);
    expect(largest(tf.sub(dx as tf.Tensor, tf.matMul(dy, w, false, true)))).toBeGreaterThan(1e-3);
    expect(productInstructions()).toBeUndefined();
  });

  tested('ends with a call that fails', () => {
    const failing = (): never => {
      throw new RangeError('no');
    };
    expect(() => withPrecision('bf16', failing)).toThrow('no');
    expect(productInstructions()).toBeUndefined();
  });
});

const largest = (x: tf.Tensor): number => tf.max(tf.abs(x)).dataSync()[0] ?? NaN;
