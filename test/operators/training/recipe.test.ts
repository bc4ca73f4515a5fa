import { expect, test } from '@jest/globals';
import {
  baseRate,
  rateOf,
  recipeParameters,
  refuseEndless,
  shareDone,
  warmupSteps,
  type Recipe,
} from '../../../operators/training/recipe.js';
import { settingsOf } from '../../context.js';

const recipe = (given: Partial<Recipe>): Recipe =>
  settingsOf(recipeParameters, { steps: 1000, warmup: 100, rate: 1, ...given });

test('the rate belongs to the optimiser unless one is given', () => {
  expect(baseRate(recipe({ rate: 0, optimiser: 'lamb' }))).toBe(0.005);
  expect(baseRate(recipe({ rate: 0, optimiser: 'adamw' }))).toBe(0.003);
  expect(baseRate(recipe({ rate: 0.1, optimiser: 'adamw' }))).toBe(0.1);
});

test('the last step still moves, and the warm-up ends at the whole rate', () => {
  expect(rateOf(1000, 0, recipe({}))).toBeCloseTo(0.01, 12);
  expect(rateOf(1000, 0, recipe({ lastRate: 0 }))).toBe(0);
  expect(rateOf(100, 0, recipe({}))).toBeCloseTo(1, 12);
  expect(rateOf(50, 0, recipe({}))).toBeCloseTo(0.5, 12);
});

test('a warm-up that is not shorter than the run is a fifth of it', () => {
  expect(warmupSteps(recipe({ steps: 100 }))).toBe(20);
  expect(warmupSteps(recipe({ steps: 101 }))).toBe(100);
  expect(warmupSteps(recipe({ steps: 0, hours: 1 }))).toBe(100);
});

test('of steps and hours, the one that is used up more decides how far a run is', () => {
  const both = recipe({ hours: 1 });
  expect(shareDone(both, 500, 360)).toBe(0.5);
  expect(shareDone(both, 100, 1800)).toBe(0.5);
  expect(rateOf(101, 1800, both)).toBeCloseTo(0.505, 12);
  expect(rateOf(101, 3600, both)).toBeCloseTo(0.01, 12);
  expect(rateOf(5000, 1800, recipe({ steps: 0, hours: 1 }))).toBeCloseTo(0.505, 12);
});

test('a run needs an end', () => {
  expect(refuseEndless(recipe({ steps: 0 }))).toMatchObject([{ code: 'E_SETTING_MISSING', path: 'with.steps' }]);
  expect(refuseEndless(recipe({ steps: 0, hours: 2 }))).toEqual([]);
});
