import { counted } from '../../../dsl/index.js';
import type { Report } from './report.js';

type End = Extract<Report, { readonly state: 'done' | 'failed' }>;
type Running = Extract<Report, { readonly state: 'running' | 'again' }>;

/** A run as the reports tell. */
export interface RunState {
  readonly run: string;
  readonly jobs: number;
  readonly done: number;
  readonly running: number;
  readonly failed: readonly Extract<Report, { readonly state: 'failed' }>[];
  /** The share of the work that is done, from 0 to 1. */
  readonly part: number;
  readonly isOver: boolean;
}

/** What is known of the runs of a queue, from the reports in the order in which they came. */
export class FarmState {
  readonly #runs = new Map<string, { jobs: number; ends: Map<number, End>; running: Map<number, Running> }>();

  /** Take note of a report. */
  see(report: Report): void {
    const known = this.#runs.get(report.run);
    if (report.state === 'submitted' || known === undefined) {
      this.#runs.set(report.run, { jobs: report.of, ends: new Map(), running: new Map() });
    }
    const { ends, running } = this.#runs.get(report.run) ?? { ends: new Map(), running: new Map() };
    if (report.state === 'done' || report.state === 'failed') {
      ends.set(report.job, report);
      running.delete(report.job);
    } else if (report.state !== 'submitted' && !ends.has(report.job)) running.set(report.job, report);
  }

  /** The runs, the earliest first. */
  get runs(): readonly RunState[] {
    return [...this.#runs].map(([run, { jobs, ends, running }]) => {
      const failed = [...ends.values()].filter((end) => end.state === 'failed');
      const begun = [...running.values()].filter((one) => one.state === 'running');
      const parts = begun.map(({ done = 0, total = 0 }) => (total > 0 ? done / total : 0));
      const part = (ends.size + parts.reduce((sum, one) => sum + one, 0)) / jobs;
      const done = ends.size - failed.length;
      return { run, jobs, done, running: begun.length, failed, part, isOver: ends.size >= jobs };
    });
  }
}

/** A run in a line. */
export function formatRun({ run, jobs, done, running, failed, part }: RunState): string {
  const lost = failed.length === 0 ? '' : `, ${failed.length} failed for good`;
  return `${run}: ${done} of ${counted(jobs, 'job')} done, ${running} running${lost}; ${Math.floor(100 * part)} %`;
}
