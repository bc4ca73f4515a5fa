import { expect, test } from '@jest/globals';
import { onTensorflow } from '../backends.js';
import { hasBf16 } from '../bf16.js';
import { psnr, sampleText } from './bf16-sampling.js';

onTensorflow('sampling in bfloat16', () => {
  (hasBf16 ? test : test.skip)('by the emoji weights is that in float32, but for 40 dB, at 16×64×64', async () => {
    const [exact, rounded] = [await sampleText('fox', 1, 'float32'), await sampleText('fox', 1, 'bf16')];
    const found = psnr(rounded, exact);
    expect(found).toBeGreaterThan(40);
    expect(found).toBeLessThan(90);
  });
});
