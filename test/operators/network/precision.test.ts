import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { inPrecision, isKernel } from '../../../operators/network/precision.js';
import { PackedKernel } from '../../../operators/tensor/packed-kernel.js';
import { PRECISIONS } from '../../../operators/tensor/precision.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { onTensorflow } from '../../backends.js';
import { hasBf16 } from '../../bf16.js';

const precisions = PRECISIONS.filter((precision) => precision === 'float32' || hasBf16);

test('what multiplies activations is a kernel, and nothing else', () => {
  expect(isKernel('blocks.0.read.attention.query.kernel')).toBe(true);
  for (const name of ['positions', 'classes', 'latents', 'tokenizer.bias', 'tokenizer.norm.gamma'])
    expect(isKernel(name)).toBe(false);
});

test('a kernel stays as it is in float32 where a backend has none of our products', async () => {
  await selectBackend('cpu');
  const kernel = tf.zeros([2, 3]);
  expect(inPrecision('float32', 'tokenizer.kernel', kernel)).toBe(kernel);
  kernel.dispose();
});

onTensorflow('a weight', () => {
  test('that is no kernel stays as it is', () => {
    const bias = tf.zeros([3]);
    expect(inPrecision('float32', 'tokenizer.bias', bias)).toBe(bias);
    bias.dispose();
  });

  test.each(precisions)('that is a kernel is packed for %s, and its tensor is freed', (precision) => {
    const kernel = tf.zeros([2, 3]);
    const packed = inPrecision(precision, 'tokenizer.kernel', kernel);
    expect(packed).toBeInstanceOf(PackedKernel);
    expect(packed.shape).toEqual([2, 3]);
    expect(kernel.isDisposed).toBe(true);
    packed.dispose();
  });
});
