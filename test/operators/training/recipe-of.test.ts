import { expect, test } from '@jest/globals';
import { recipeOf } from '../../../operators/training/recipe-of.js';
import { recipeParameters } from '../../../operators/training/recipe.js';
import { settingsOf } from '../../context.js';

test('the recipe has what a run is trained with, with the rate and the warm-up that follow, and not where it stops for now', () => {
  const settings = settingsOf(recipeParameters, { steps: 100, left: 10, only: ['level.0', 'level.1'] });
  const recipe = recipeOf({ ...settings, start: 'out/coarse' });
  expect(recipe).toMatchObject({ steps: 100, rate: 0.003, warmup: 20, only: 'level.0 level.1', start: 'out/coarse' });
  expect(recipe).not.toHaveProperty('left');
});
