import { expect, test } from '@jest/globals';
import { bf16Refusal } from '../../../operators/tensor/bf16-refusal.js';
import { native } from '../../../operators/tensor/native.js';
import { measure } from '../../../operators/tensor/sketch/measure.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { onTensorflow } from '../../backends.js';

test('other backends do not compute in bfloat16; plans count as if the present one did', async () => {
  await selectBackend('wasm');
  expect(bf16Refusal()).toMatchObject({ got: 'the backend wasm', try: '--backend tensorflow, or precision float32' });
  expect(measure(() => bf16Refusal()).value).toBeUndefined();
});

onTensorflow('the kernels', () => {
  test('say whether this processor does', () => {
    const found = native()?.bf16Instructions();
    if (found === undefined) expect(bf16Refusal()?.got).toMatch(/a processor, a compiler|without hpdm's own kernels/);
    else expect(bf16Refusal()).toBeUndefined();
  });
});
