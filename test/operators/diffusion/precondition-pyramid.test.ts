import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { preconditionPyramid } from '../../../operators/diffusion/precondition-pyramid.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError } from '../../gradients.js';

onTensorflow('a noisy pyramid', () => {
  test('is scaled patch by patch with 1 / √(σ² + σ_data²), and its noise told as ln(σ · b) / 4', () => {
    const levels = [{ size: [2, 4, 4] }, { size: [4, 8, 8], inputScale: 0.5 }] as const;
    const cascade = smallCascade({
      levels: levels.map((level) => ({ ...level, size: [...level.size] })),
      noise: { sigmaData: 0.5 },
      network: { blocks: 1, levelsPerBlock: [2] },
    });
    const noisy = [0, 1].map(() => tf.ones<tf.Rank.R5>([2, 1, 1, 1, 1]));
    // √(1.2² + 0.5²) = 1.3, √(0.375² + 0.5²) = 0.625
    const [coarse, fine] = preconditionPyramid(cascade, noisy, [
      [1.2, 0.375],
      [0.375, 1.2],
    ]);
    expect([coarse?.level, fine?.level]).toEqual([0, 1]);
    expect(mixedError(coarse?.patches.dataSync() ?? [], [1 / 1.3, 1.6])).toBeLessThan(1e-6);
    expect(mixedError(fine?.patches.dataSync() ?? [], [1.6, 1 / 1.3])).toBeLessThan(1e-6);
    expect(mixedError(fine?.noise.dataSync() ?? [], [Math.log(0.1875) / 4, Math.log(0.6) / 4])).toBeLessThan(1e-6);
  });
});
