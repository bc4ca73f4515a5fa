import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { latestCheckpoint, MODEL, readRecord } from '../training/checkpoints.js';
import { readMetrics, type MetricsRow } from '../training/metrics-log.js';
import type { Trial } from '../values/trial.js';
import type { Evaluation } from './evaluation.js';

/** What is known of the training of a result. */
export interface TrainingFacts {
  readonly step: number;
  readonly seconds: number;
  /** Clips per second, by the median step: other programs and interruptions count little. */
  readonly pace: number;
  readonly rows: readonly MetricsRow[];
}

/** An evaluation of a row of a table. */
export interface TrialResult {
  readonly row: string;
  readonly seed: number;
  readonly evaluation: Evaluation;
  /** Folders of the records of the samples and of the real videos. */
  readonly records: { readonly sampled: string; readonly real: string };
  readonly training: TrainingFacts | undefined;
}

/** The results of a table that are there, row by row and seed by seed, those of a training by its step; of this run or an earlier one. */
export function trialResults({ table, rows, seeds }: Omit<Trial, 'row' | 'seed'>): TrialResult[] {
  return rows.flatMap((row) => seeds.flatMap((seed) => resultsIn(join(table, row, `seed-${seed}`), row, seed)));
}

function resultsIn(folder: string, row: string, seed: number): TrialResult[] {
  if (!existsSync(folder)) return [];
  const files = [folder, ...readdirSync(folder).map((name) => join(folder, name))]
    .map((one) => join(one, 'evaluation.json'))
    .filter((file) => existsSync(file));
  const results = files.map((file): TrialResult => {
    const { records, ...evaluation } = JSON.parse(readFileSync(file, 'utf8')) as Evaluation & {
      readonly records: TrialResult['records'] & { readonly checkpoint?: string };
    };
    return { row, seed, evaluation, records, training: factsOf(records.checkpoint) };
  });
  return results.sort((a, b) => (a.training?.step ?? 0) - (b.training?.step ?? 0));
}

/** What is known of the training of a checkpoint; undefined of weights alone. */
function factsOf(checkpoint: string | undefined): TrainingFacts | undefined {
  if (checkpoint === undefined || !existsSync(checkpoint) || checkpoint.endsWith('.safetensors')) return undefined;
  const folder = latestCheckpoint(checkpoint);
  const root = existsSync(join(checkpoint, MODEL)) ? dirname(checkpoint) : checkpoint;
  const { step, seconds, batch, accumulate } = readRecord(folder);
  const rows = readMetrics(root).filter((row) => row.step <= step);
  const times = rows
    .slice(1)
    .map((row, i) => (row['seconds'] ?? NaN) - (rows[i]?.['seconds'] ?? NaN))
    .filter((time) => time > 0)
    .sort((a, b) => a - b);
  const usual = times[Math.floor(times.length / 2)] ?? seconds / step;
  return { step, seconds, pace: (batch * accumulate) / usual, rows };
}
