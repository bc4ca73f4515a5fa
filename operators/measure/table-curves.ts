import { drawCurves, pointsOf, type Curve } from '../training/curves.js';
import { together } from './table-rows.js';
import type { TrialResult } from './trial-results.js';

/** Drawings of a table as SVG. */
export interface TableCurves {
  readonly losses: string;
  /** Undefined where no row has more than one result of a seed. */
  readonly hours: string | undefined;
}

/**
 * Draw the loss of the last level in training by step, a curve for each row by its first seed, and a measure by hours of training, means over seeds.
 *
 * @param words what the measure is
 */
export const tableCurves = (results: readonly TrialResult[], measure: string, words: string): TableCurves => ({
  losses: losses(results),
  hours: hours(results, measure, words),
});

function losses(results: readonly TrialResult[]): string {
  const rows = [...new Set(results.map(({ row }) => row))];
  const curves = rows.flatMap((row): Curve[] => {
    const own = results.filter((one) => one.row === row);
    const steps = own.findLast(({ seed }) => seed === own[0]?.seed)?.training?.rows ?? [];
    const level = Object.keys(steps[0] ?? {}).filter((key) => /^loss\.\d+$/.test(key)).length - 1;
    return level < 0 ? [] : [{ name: row, points: pointsOf(steps, `loss.${level}`) }];
  });
  return drawCurves(curves, { x: 'step', y: 'loss of the last level' });
}

function hours(results: readonly TrialResult[], measure: string, words: string): string | undefined {
  const rows = [...new Set(results.map(({ row }) => row))];
  const curves = rows.map((row): Curve => {
    const own = results.filter((one) => one.row === row);
    const steps = [...new Set(own.flatMap(({ training }) => training?.step ?? []))].sort((a, b) => a - b);
    const points = steps.flatMap((step) => {
      const there = own.filter(({ training }) => training?.step === step);
      const hours = there.reduce((sum, { training }) => sum + (training?.seconds ?? 0), 0) / there.length / 3600;
      const { value, error } = together(there.flatMap(({ evaluation }) => evaluation.measures[measure] ?? []));
      return value === null ? [] : [{ x: hours, y: value, ...(error === null ? {} : { error }) }];
    });
    return { name: row, points };
  });
  const several = curves.filter(({ points }) => points.length > 1);
  return several.length === 0 ? undefined : drawCurves(curves, { x: 'hours of training', y: words });
}
