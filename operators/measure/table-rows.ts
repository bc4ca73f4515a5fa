import type { Figure } from './standard-error.js';
import type { TrialResult } from './trial-results.js';

/** A row of a table: the figures of its trials together. */
export interface TableRow {
  readonly row: string;
  /** Seeds whose results are there; none where the row has not been measured yet. */
  readonly seeds: readonly number[];
  readonly figures: Readonly<Record<string, Figure>>;
}

/** Steps at the end of a training over which losses are averaged. */
const WINDOW = 100;

/** The rows of a table, each by the last result of every seed. */
export const tableRows = (names: readonly string[], results: readonly TrialResult[]): TableRow[] =>
  names.map((row) => {
    const last = new Map(results.filter((one) => one.row === row).map((one) => [one.seed, one]));
    return { row, seeds: [...last.keys()], figures: figuresOf([...last.values()]) };
  });

/** The figures of several results together: those of their measures, the losses of their trainings by level, clips per second in training, and seconds per sample. */
export function figuresOf(results: readonly TrialResult[]): Record<string, Figure> {
  const each = results.map(({ evaluation, training }): Record<string, Figure> => {
    const rows = training?.rows.slice(-WINDOW) ?? [];
    const levels = Object.keys(rows[0] ?? {}).filter((key) => /^loss\.\d+$/.test(key));
    const losses = levels.map((key) => [key, known(meanOf(rows.map((row) => row[key] ?? NaN)))] as const);
    const { seconds } = evaluation;
    const facts = {
      ...(training && { pace: known(training.pace) }),
      ...(seconds !== undefined && { seconds: known(seconds) }),
    };
    return { ...evaluation.measures, ...Object.fromEntries(losses), ...facts };
  });
  const names = [...new Set(each.flatMap((figures) => Object.keys(figures)))];
  return Object.fromEntries(names.map((name) => [name, together(each.flatMap((figures) => figures[name] ?? []))]));
}

/** The mean of a figure over seeds with its standard error; that of a single one is the error that it has. */
export function together(figures: readonly Figure[]): Figure {
  const values = figures.flatMap(({ value }) => value ?? []);
  const [only] = figures;
  if (values.length < 2) return only ?? { value: null, error: null };
  const mean = meanOf(values);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { value: rounded(mean), error: rounded(Math.sqrt(variance / values.length)) };
}

const known = (value: number): Figure => ({ value: Number.isFinite(value) ? rounded(value) : null, error: null });
const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const rounded = (value: number): number => Number(value.toPrecision(6));
