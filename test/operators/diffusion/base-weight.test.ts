import { expect, test } from '@jest/globals';
import { baseWeight } from '../../../operators/diffusion/base-weight.js';
import { preconditioning } from '../../../operators/diffusion/preconditioning.js';

test('the weight is (1 − c_skip)/c_out: without noise 0, with much of it 1/σ_data', () => {
  for (const sigma of [0.002, 0.1, 0.5, 3, 80]) {
    const { cSkip, cOut } = preconditioning(sigma, 0.5);
    expect(baseWeight(sigma, 0.5)).toBeCloseTo((1 - cSkip) / cOut, 9);
  }
  expect(baseWeight(1e-9, 0.5)).toBeLessThan(1e-8);
  expect(baseWeight(1e9, 0.5)).toBeCloseTo(2, 9);
});
