import { bestCheckpoint, stoppedTraining } from './checkpoints.js';
import { readMetrics, type MetricsRow } from './metrics-log.js';

/** A training run in a few numbers. */
export interface RunSummary {
  readonly folder: string;
  /** Steps done, and steps of the whole run if that is how its length is given. */
  readonly step: number;
  readonly steps?: number | undefined;
  readonly seconds: number;
  readonly optimiser: string;
  readonly rate?: number | undefined;
  /** Clips per step. */
  readonly clips: number;
  /** Loss of every level, mean of the last 100 steps; empty if it is not recorded. */
  readonly loss: readonly number[];
  /** Loss of every level on held-out clips; empty if it was not measured. */
  readonly heldOut: readonly number[];
  /** Names of the classes, by number; undefined where they are not known. */
  readonly classes?: readonly string[];
  /** Name of the checkpoint with the lowest loss. */
  readonly best?: string | undefined;
}

/** Steps over which losses are averaged. */
const WINDOW = 100;

/** The summary of the run in a folder; undefined if there is none. Fails E_CHECKPOINT_DAMAGED. */
export function summariseRun(folder: string): RunSummary | undefined {
  const record = stoppedTraining(folder);
  if (record === undefined) return undefined;
  const { recipe, batch, accumulate, optimiser, classes } = record;
  const rows = readMetrics(folder);
  const last = rows.at(-1);
  const [steps, rate] = [recipe['steps'], recipe['rate']];
  return {
    folder,
    step: Math.max(record.step, last?.step ?? 0),
    ...(typeof steps === 'number' && steps > 0 ? { steps } : {}),
    seconds: Math.max(record.seconds, last?.['seconds'] ?? 0),
    optimiser,
    ...(typeof rate === 'number' ? { rate } : {}),
    clips: batch * accumulate,
    loss: perLevel(rows.slice(-WINDOW), 'loss'),
    heldOut: perLevel(rows.filter((row) => 'heldOut.0' in row).slice(-1), 'heldOut'),
    ...(classes && { classes }),
    best: bestCheckpoint(folder),
  };
}

/** Mean of each level's numbers. */
function perLevel(rows: readonly MetricsRow[], name: string): number[] {
  const means: number[] = [];
  for (let level = 0; rows.some((row) => `${name}.${level}` in row); level++) {
    const values = rows.flatMap((row) => row[`${name}.${level}`] ?? []);
    means.push(values.reduce((sum, value) => sum + value, 0) / values.length);
  }
  return means;
}
