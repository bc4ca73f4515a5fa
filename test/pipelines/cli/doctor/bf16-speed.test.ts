import { expect, test } from '@jest/globals';
import { tf } from '../../../../operators/tensor/tf.js';
import { selectBackend } from '../../../../operators/tensor/select-backend.js';
import { bf16Speed } from '../../../../pipelines/cli/doctor/bf16-speed.js';
import { onTensorflow } from '../../../backends.js';
import { hasBf16 } from '../../../bf16.js';

test('a backend that does not compute in bfloat16 is named', async () => {
  await selectBackend('cpu');
  expect(bf16Speed()).toEqual({ missing: 'the backend cpu' });
});

onTensorflow('the rate in bfloat16', () => {
  (hasBf16 ? test : test.skip)('is measured, and nothing is left in memory', () => {
    const before = tf.memory().numTensors;
    expect(bf16Speed()).toMatchObject({ by: expect.stringMatching(/^(AMX|AVX512-BF16)$/) });
    expect(tf.memory().numTensors).toBe(before);
  });
});
