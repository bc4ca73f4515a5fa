import type { TrainingSettings } from '../../../operators/training/training.js';

/** Settings of training at a constant rate, without decay or clipping that matters. */
export const trainingSettings: TrainingSettings = {
  rate: 0.02,
  warmup: 0,
  steps: 1000,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0,
  clip: 1e6,
  emaHalfLife: 50_000,
};
