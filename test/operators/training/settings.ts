import { recipeParameters, type Recipe } from '../../../operators/training/recipe.js';
import { settingsOf } from '../../context.js';

/** Settings of training at a constant rate, without decay or clipping that matters. */
export const trainingSettings: Recipe = settingsOf(recipeParameters, {
  rate: 0.02,
  warmup: 0,
  steps: 1000,
  lastRate: 0,
  weightDecay: 0,
  clip: 1e6,
});
