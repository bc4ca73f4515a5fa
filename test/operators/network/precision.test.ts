import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { inPrecision, isPacked } from '../../../operators/network/precision.js';
import { PackedKernel } from '../../../operators/tensor/packed-kernel.js';
import { onTensorflow } from '../../backends.js';
import { hasBf16 } from '../../bf16.js';

test('bf16 packs what multiplies activations, and nothing else', () => {
  expect(isPacked('bf16', 'blocks.0.read.attention.query.kernel')).toBe(true);
  expect(isPacked('float32', 'tokenizer.kernel')).toBe(false);
  for (const name of ['positions', 'classes', 'latents', 'tokenizer.bias', 'tokenizer.norm.gamma'])
    expect(isPacked('bf16', name)).toBe(false);
});

onTensorflow('a weight', () => {
  test('stays as it is in float32', () => {
    const kernel = tf.zeros([2, 3]);
    expect(inPrecision('float32', 'tokenizer.kernel', kernel)).toBe(kernel);
    kernel.dispose();
  });

  (hasBf16 ? test : test.skip)('is packed for bf16, and its float32 numbers are freed', () => {
    const kernel = tf.zeros([2, 3]);
    const packed = inPrecision('bf16', 'tokenizer.kernel', kernel);
    expect(packed).toBeInstanceOf(PackedKernel);
    expect(packed.shape).toEqual([2, 3]);
    expect(kernel.isDisposed).toBe(true);
    packed.dispose();
  });
});
