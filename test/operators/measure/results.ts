import type { Measure } from '../../../operators/measure/evaluation.js';
import type { TrialResult } from '../../../operators/measure/trial-results.js';

interface Look {
  readonly row: string;
  readonly seed: number;
  readonly distance: number;
  readonly step?: number;
  readonly records?: TrialResult['records'];
}

/** A result of a trial with one distance, and a loss of two levels. */
export function resultOf({ row, seed, distance, step = 2, records = { sampled: '', real: '' } }: Look): TrialResult {
  const measures: Record<string, Measure> = {
    'fd.frames': { value: distance, error: 0.5, real: { value: 1, error: null } },
  };
  const evaluation = { videos: 4, reals: 8, size: [2, 4, 4, 1], frames: 2, measures, worst: [], best: [], caveats: [] };
  const rows = Array.from({ length: step }, (_, i) => ({ step: i + 1, 'loss.0': 3, 'loss.1': 5, seconds: i + 1 }));
  return { row, seed, evaluation, records, training: { step, seconds: 3600 * step, pace: 32, rows } };
}
