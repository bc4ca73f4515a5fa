import { homedir } from 'node:os';
import { expect, test } from '@jest/globals';
import { choice, int, path } from '../../../dsl/index.js';
import { misfit } from '../../../dsl/contract/parameter.js';
import { propose } from '../../../dsl/contract/propose.js';

test('a path that begins with ~ is refused: nothing after the shell replaces it', () => {
  for (const value of ['~/x.mp4', '~']) {
    expect(misfit(path('where'), value)).toEqual({
      expected: 'a path without ~, which the shell has not replaced here',
      got: JSON.stringify(value),
    });
    expect(propose(path('where'), value)).toContain(homedir() + value.slice(1));
  }
  for (const value of ['x~/y.mp4', '~x.mp4', './~/x.mp4', '']) expect(misfit(path('where'), value)).toBeUndefined();
});

test('a misfit names what was expected, with bounds and unit, and what was found', () => {
  const steps = int('solver steps', { min: 1, max: 128, unit: 'steps' });
  expect(misfit(steps, 3)).toBeUndefined();
  expect(misfit(steps, 0)).toEqual({ expected: 'int ≥ 1 and ≤ 128 (steps)', got: '0' });
  expect(misfit(steps, 2.5)).toEqual({ expected: 'int ≥ 1 and ≤ 128 (steps)', got: '2.5' });
  expect(misfit(choice(['heun', 'euler'], 'sampler'), 'hein')).toEqual({
    expected: 'one of heun, euler',
    got: '"hein"',
  });
});

test('a number that JSON has no words for is shown as it is', () => {
  expect(misfit(int('steps', { min: 1 }), Infinity)?.got).toBe('Infinity');
  expect(misfit(int('steps', { min: 1 }), NaN)?.got).toBe('NaN');
});
