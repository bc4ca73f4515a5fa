import { describe, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { addChurn, churned } from '../../../operators/diffusion/churn.js';
import { onTensorflow } from '../../backends.js';

const churn = { churn: 4, churnMin: 0.1, churnMax: 10, churnNoise: 2 };

describe('the noise level of a step with churn', () => {
  test('is higher by S_churn / steps, but never by more than √2 in all', () => {
    expect(churned(2, 40, churn)).toBeCloseTo(2 * 1.1, 12);
    expect(churned(2, 4, churn)).toBeCloseTo(2 * Math.SQRT2, 12);
  });

  test('is unchanged outside [S_min, S_max]', () => {
    expect([0.09, 10.1].map((sigma) => churned(sigma, 40, churn))).toEqual([0.09, 10.1]);
  });
});

onTensorflow('the noise that churn adds', () => {
  test('makes up the difference of the variances, times S_noise', () => {
    // √(5² − 3²) = 4
    const added = addChurn(tf.tensor1d([1, 1]), 3, 5, tf.tensor1d([1, -0.5]), churn);
    expect([...added.dataSync()]).toEqual([9, -3]);
  });
});
