import { HpdmError, type Fault, type RunEvent, type UnsavedDocument } from '../../dsl/index.js';
import { load } from '../api/load.js';
import { execute } from '../cli/execute.js';
import { resumeRun } from '../cli/resume-run.js';
import { expected } from './expected.js';
import type { Expected } from './protocol.js';
import { RunReport } from '../cli/run-report.js';

/** What a process of the studio runs. */
export interface Job {
  readonly document: UnsavedDocument;
  readonly values: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** Whether it goes on where an earlier training stopped. */
  readonly resume: boolean;
}

/** What the process says of it; `bytes` is the memory that it takes. */
export type Told =
  | { readonly type: 'event'; readonly event: RunEvent; readonly device: string; readonly bytes: number }
  | { readonly type: 'expected'; readonly expected: Expected }
  | { readonly type: 'failed'; readonly faults: readonly Fault[] };

/** Run a document as `hpdm run` does, and tell what happens; errors of hpdm are told, others thrown. */
export async function runJob({ document, values, seed, resume }: Job, tell: (told: Told) => void): Promise<void> {
  const report = new RunReport();
  const onEvent = (event: RunEvent): void => {
    tell({ type: 'event', event, device: report.device, bytes: process.memoryUsage.rss() });
  };
  try {
    const graph = await load(document, values);
    tell({ type: 'expected', expected: expected(graph) });
    const options = { quiet: true, previews: true, seed, report, onEvent };
    await (resume ? resumeRun(graph, options) : execute(graph, options));
  } catch (error) {
    if (!(error instanceof HpdmError)) throw error;
    tell({ type: 'failed', faults: error.faults });
  }
}
