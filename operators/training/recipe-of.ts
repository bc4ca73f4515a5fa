import { baseRate, recipeParameters, warmupSteps, type Recipe } from './recipe.js';

/** The settings that tell how a run was trained; the others only say where. */
export function recipeOf(settings: Recipe & { readonly start: string }): Record<string, string | number> {
  const known = Object.keys(recipeParameters) as (keyof Recipe)[];
  const recipe = Object.fromEntries(
    known
      .filter((key) => key !== 'left' && key !== 'epoch' && key !== 'only')
      .map((key): [string, string | number] => [key, settings[key as Exclude<keyof Recipe, 'only'>]]),
  );
  return {
    ...recipe,
    only: settings.only.join(' '),
    start: settings.start,
    rate: baseRate(settings),
    warmup: warmupSteps(settings),
  };
}
