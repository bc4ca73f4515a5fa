import { setTimeout as wait } from 'node:timers/promises';
import { FarmState, formatRun, type RunState } from './farm-state.js';
import type { Queue } from './queue.js';
import type { Report } from './report.js';

/** What becomes of the reports. */
export interface WatchOptions {
  /** End with what is known now, and not with the last job. */
  readonly once: boolean;
  readonly signal: AbortSignal;
  readonly onReport: (report: Report) => void;
  readonly say: (line: string) => void;
}

/** Longest time without a line, where something is reported. */
const QUIET_MS = 10_000;

/**
 * Follow the reports of all workers until the last job of every run is done or has failed for good.
 *
 * @returns the runs at the end
 */
export async function watch(queue: Queue, { once, signal, onReport, say }: WatchOptions): Promise<readonly RunState[]> {
  const state = new FarmState();
  let [before, said] = ['', -Infinity];
  while (!signal.aborted) {
    try {
      if (await queue.hasNoReports()) return state.runs;
      for await (const { report, isLast } of queue.reports(signal)) {
        state.see(report);
        onReport(report);
        const { runs } = state;
        const isOver = runs.every((run) => run.isOver);
        if (report.state === 'again' || report.state === 'failed')
          say(`job ${report.run} ${report.job}/${report.of}, try ${report.try} by ${report.worker}: ${report.error}`);
        const lines = runs.map(formatRun).join('\n');
        const isNews = report.state !== 'running' || performance.now() - said > QUIET_MS;
        if (isLast && lines !== before && isNews) {
          say(lines);
          [before, said] = [lines, performance.now()];
        }
        if (isLast && (once || isOver)) return runs;
      }
    } catch {
      await wait(1000); // the server is away
    }
  }
  return state.runs;
}
