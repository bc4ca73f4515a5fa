import type { TrainingState } from './training-state.js';
import { usualRate } from './usual-rate.js';

/**
 * What the metadata of a file with weights say of them: the cascade, the step, the names of its classes, and the rate at which videos look like the clips of the
 * training, in frames of the last level per second, if it is known.
 */
export function aboutWeights({
  cascade,
  step,
  rates,
  classes,
}: Pick<TrainingState, 'cascade' | 'step' | 'rates' | 'classes'>): Readonly<Record<string, string>> {
  const rate = usualRate(rates);
  return {
    step: `${step}`,
    cascade: JSON.stringify(cascade),
    ...(rate === undefined ? {} : { rate: `${rate}` }),
    ...(classes === undefined ? {} : { classes: JSON.stringify(classes) }),
  };
}
