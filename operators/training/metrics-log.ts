import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainingState } from './training-state.js';

/** The file of a run's folder with a line per step. */
export const METRICS = 'metrics.jsonl';

/** The numbers of a step: `step`, `loss`, `loss.0` …, `norm`, `rate`, `seconds`, `skipped`, and `heldOut.0` … where it was measured. */
export type MetricsRow = Readonly<Record<string, number>> & { readonly step: number };

/** The numbers of a state whose step was measured. */
export function metricsOf({ report, heldOut = [], seconds, skipped, step }: TrainingState): MetricsRow {
  const { loss, levels = [], norm, rate } = report ?? {};
  return {
    step,
    ...named('loss', levels),
    ...(loss === undefined ? {} : { loss }),
    ...(norm === undefined ? {} : { norm }),
    ...(rate === undefined ? {} : { rate }),
    seconds,
    skipped,
    ...named('heldOut', heldOut),
  };
}

const named = (name: string, values: readonly number[]): Record<string, number> =>
  Object.fromEntries(values.map((value, level) => [`${name}.${level}`, value]));

/** The lines that a run has written, oldest first; lines that are not whole are left out. */
export function readMetrics(root: string): MetricsRow[] {
  const file = join(root, METRICS);
  return existsSync(file) ? rowsIn(readFileSync(file, 'utf8')).rows : [];
}

/** Appends a line per step to `metrics.jsonl`, with the time. */
export class MetricsLog {
  readonly #file: string;
  #begun = false;

  constructor(root: string) {
    this.#file = join(root, METRICS);
  }

  /** Write a line. A run that goes on first removes the lines of steps that it does again. */
  add(row: MetricsRow): void {
    if (!this.#begun) this.#begin(row.step);
    this.#begun = true;
    appendFileSync(this.#file, `${JSON.stringify({ time: new Date().toISOString(), ...row })}\n`);
  }

  /** Cut the file before the first line of a step from `step` on, and before a line that a killed process left half. */
  #begin(step: number): void {
    if (!existsSync(this.#file)) return;
    const { rows, ends } = rowsIn(readFileSync(this.#file, 'utf8'));
    const kept = rows.findIndex((row) => row.step >= step);
    const last = (kept < 0 ? rows.length : kept) - 1;
    truncateSync(this.#file, ends[last] ?? 0);
  }
}

/** The whole lines of a text, and where each ends in bytes. */
function rowsIn(text: string): { readonly rows: MetricsRow[]; readonly ends: readonly number[] } {
  const rows: MetricsRow[] = [];
  const ends: number[] = [];
  let end = 0;
  for (const line of text.split('\n').slice(0, -1)) {
    end += Buffer.byteLength(line) + 1;
    try {
      rows.push(JSON.parse(line) as MetricsRow);
      ends.push(end);
    } catch {
      break;
    }
  }
  return { rows, ends };
}
