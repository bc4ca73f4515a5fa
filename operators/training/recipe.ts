import { choice, int, number, strings, type Refusal, type Settings } from '../../dsl/index.js';
import { learningRate, SCHEDULES } from './learning-rate.js';
import { PRECISIONS } from '../tensor/precision.js';
import { DEFAULT_RATES, OPTIMISERS } from './optimiser.js';

/** The settings of a training: how long, how large the steps, how they are averaged. */
export const recipeParameters = {
  steps: int('steps of the whole run; 0: as many as fit into hours', { default: 0, min: 0, unit: 'steps' }),
  hours: number('hours of the whole run, all its parts together; 0: no limit', { default: 0, min: 0, unit: 'hours' }),
  epoch: int('clips of one pass over the data, to show how many passes are made; 0: unknown', {
    default: 0,
    min: 0,
    unit: 'clips',
  }),
  left: int('steps after which this part of the run stops; 0: none', { default: 0, min: 0, unit: 'steps' }),
  accumulate: int('batches per step, whose gradients are averaged', { default: 1, min: 1, unit: 'batches' }),
  precision: choice(PRECISIONS, 'of products and their gradients; weights, sums and all else are in float32', {
    default: 'float32',
  }),
  optimiser: choice(OPTIMISERS, 'the optimiser', { default: 'adamw' }),
  rate: number('learning rate after warm-up; 0: that of the optimiser, 0.005 for lamb and 0.003 for adamw', {
    default: 0,
    min: 0,
  }),
  schedule: choice(
    SCHEDULES,
    'the rate after warm-up: half a cosine, no change, or no change and a straight line in the last fifth',
    { default: 'cosine' },
  ),
  warmup: int('steps of linear warm-up; a fifth of the run where the run is not longer than that', {
    default: 500,
    min: 0,
    unit: 'steps',
  }),
  lastRate: number('the rate of the last step, as a share of the rate after warm-up', {
    default: 0.01,
    min: 0,
    max: 1,
  }),
  beta1: number('decay of the mean of the gradients', { default: 0.9, min: 0, max: 1 }),
  beta2: number('decay of the mean of the squared gradients', { default: 0.99, min: 0, max: 1 }),
  epsilon: number('added to the denominator', { default: 1e-8, min: 0 }),
  weightDecay: number('weight decay of kernels', { default: 0.01, min: 0 }),
  clip: number('largest global norm of the gradient', { default: 1, min: 0 }),
  emaHalfLife: number('half-life of the moving average of the weights', { default: 50_000, min: 1, unit: 'samples' }),
  only: strings('train the parameters whose names begin with one of these alone, the others stay; empty: all', {
    default: [],
  }),
  patience: int('steps in a row without a finite loss and gradient, each of which is left out, that end the run', {
    default: 10,
    min: 1,
    unit: 'steps',
  }),
};

/** The settings of a training, decoded. */
export type Recipe = Settings<typeof recipeParameters>;

/** Refuse a run without an end. */
export const refuseEndless = ({ steps, hours }: Pick<Recipe, 'steps' | 'hours'>): Refusal[] =>
  steps > 0 || hours > 0
    ? []
    : [
        {
          code: 'E_SETTING_MISSING',
          path: 'with.steps',
          expected: 'the length of the run, in steps or in hours',
          got: 'steps: 0 and hours: 0',
          try: 'steps: 6000',
        },
      ];

/** The rate after warm-up: the one given, or that of the optimiser. */
export const baseRate = ({ rate, optimiser }: Pick<Recipe, 'rate' | 'optimiser'>): number =>
  rate > 0 ? rate : DEFAULT_RATES[optimiser];

/** The steps of warm-up: those given, or a fifth of the run where it is not longer than that. */
export const warmupSteps = ({ warmup, steps }: Pick<Recipe, 'warmup' | 'steps'>): number =>
  steps > 0 && warmup >= steps ? Math.floor(steps / 5) : warmup;

/** How much of its steps and hours a run has used up, from 0 to 1. */
export const shareDone = ({ steps, hours }: Pick<Recipe, 'steps' | 'hours'>, step: number, seconds: number): number =>
  Math.max(steps > 0 ? step / steps : 0, hours > 0 ? seconds / (3600 * hours) : 0);

/**
 * Learning rate of a step.
 *
 * @param step counted from 1
 * @param seconds of training before it
 */
export function rateOf(step: number, seconds: number, recipe: Recipe): number {
  const { steps, hours, schedule, lastRate } = recipe;
  const base = baseRate(recipe);
  return learningRate(step, {
    base,
    warmup: warmupSteps(recipe),
    total: steps > 0 ? steps : Infinity,
    minimum: base * lastRate,
    schedule,
    share: hours > 0 ? seconds / (3600 * hours) : 0,
  });
}
