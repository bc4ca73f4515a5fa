import { expect, test } from '@jest/globals';
import { keepDetail } from '../../../operators/diffusion/keep-detail.js';
import { denoised } from '../../../operators/diffusion/preconditioning.js';
import { tf } from '../../../operators/tensor/tf.js';
import { onEveryBackend } from '../../backends.js';
import { mixedError, normal } from '../../gradients.js';

const SHAPE = [2, 1, 2, 2, 3] as const;
const [SIGMA, SIGMA_DATA] = [1.5, 0.5];

onEveryBackend('the share of detail that is kept', () => {
  const [output, base, noisy] = ['output', 'base', 'noisy'].map((name) => normal<tf.Tensor5D>(name, [...SHAPE]));
  if (output === undefined || noisy === undefined) throw new RangeError('unreachable');
  const estimate = (detail: number, under = base) => {
    const kept = keepDetail(output, under, noisy, { sigma: [SIGMA], sigmaData: SIGMA_DATA, detail });
    return denoised(noisy, kept, [SIGMA, SIGMA], SIGMA_DATA).dataSync();
  };

  test('is how far the estimate goes from that of the level before to its own', () => {
    const [own, under] = [estimate(1), base?.dataSync() ?? []];
    for (const detail of [0, 0.25, 1, 1.5]) {
      const expected = own.map((value, i) => (under[i] ?? NaN) + detail * (value - (under[i] ?? NaN)));
      expect(mixedError(estimate(detail), expected)).toBeLessThan(1e-5);
    }
  });

  test('is the same in both halves of guidance', () => {
    const both = (x: tf.Tensor5D) => tf.concat([x, x]);
    const noise = { sigma: [SIGMA], sigmaData: SIGMA_DATA, detail: 0.5 };
    const one = keepDetail(output, base, noisy, noise);
    const two = keepDetail(both(output), base && both(base), noisy, noise);
    expect(two.dataSync()).toEqual(both(one).dataSync());
  });

  test('is all of it where there is no level before', () => {
    expect(keepDetail(output, undefined, noisy, { sigma: [SIGMA], sigmaData: SIGMA_DATA, detail: 0.5 })).toBe(output);
    expect(keepDetail(output, base, noisy, { sigma: [SIGMA], sigmaData: SIGMA_DATA, detail: 1 })).toBe(output);
  });
});
