import { describe, expect, test } from '@jest/globals';
import { matrix, vector } from '../../../operators/network/declaration.js';
import { startingValue } from '../../../operators/network/starting-value.js';

const widest = (values: Float32Array): number => Math.max(...values.map(Math.abs));

describe('the initial value', () => {
  test('can be zeros, ones or the identity', () => {
    expect(startingValue(vector('a', 3, 'zeros'), 1)).toEqual(Float32Array.of(0, 0, 0));
    expect(startingValue(vector('a', 3, 'ones'), 1)).toEqual(Float32Array.of(1, 1, 1));
    expect(startingValue(matrix('a', 2, 2, 'identity'), 1)).toEqual(Float32Array.of(1, 0, 0, 1));
  });

  test('of a context kernel is at most a tenth of that of other kernels, which is 1/√rows', () => {
    const [kernel, context] = [startingValue(matrix('a', 16, 64), 1), startingValue(matrix('a', 16, 64, 'context'), 1)];
    expect(widest(kernel)).toBeLessThanOrEqual(0.25);
    expect(widest(kernel)).toBeGreaterThan(0.24);
    expect(widest(context)).toBeLessThanOrEqual(0.025);
    expect(widest(context)).toBeGreaterThan(0.024);
  });

  test('is the same for the same seed and name, and another one for another seed or name', () => {
    const first = startingValue(matrix('a', 4, 4), 1);
    expect(startingValue(matrix('a', 4, 4), 1)).toEqual(first);
    expect(startingValue(matrix('a', 4, 4), 2)).not.toEqual(first);
    expect(startingValue(matrix('b', 4, 4), 1)).not.toEqual(first);
  });
});
