import { expect, test } from '@jest/globals';
import { DEFAULTS, inputScaleOfLevel, stepsOfLevel } from '../../../dsl/cascade/defaults.js';

test('steps halve from level to level, as in HPDM §4.5, and never end', () => {
  expect([0, 1, 2, 9].map(stepsOfLevel)).toEqual([128, 64, 32, 1]);
});

test('two levels halve the input scale', () => {
  expect([0, 2, 4].map((level) => Number(inputScaleOfLevel(level).toFixed(12)))).toEqual([1, 0.5, 0.25]);
  expect([0, 2, 4].map((level) => Number(inputScaleOfLevel(level, 0.25).toFixed(12)))).toEqual([0.25, 0.125, 0.0625]);
});

test("noise is EDM's (Karras et al. 2022, Tab. 1)", () => {
  expect(DEFAULTS.noise).toEqual({ sigmaData: 0.5, mean: -1.2, std: 1.2, min: 0.002, max: 80, rho: 7 });
});
