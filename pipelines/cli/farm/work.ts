import { hostname } from 'node:os';
import { HpdmError } from '../../../dsl/index.js';
import type { Delivery } from './delivery.js';
import type { JobProcess } from './job-process.js';
import type { Queue } from './queue.js';
import type { OfJob, Report } from './report.js';

/** How often a job is tried before it has failed for good. */
export const TRIES = 5;
/** Different jobs that fail one after the other, after which it is the worker that is not right. */
const MOST_FAILED = 3;
/** How often the end of a try is said while the server is away, once a second. */
const ATTEMPTS = 60;
/** Shortest time between reports of progress. */
const REPORT_MS = 1000;

/** How a worker works. */
export interface WorkOptions {
  /** Whether it ends when no job waits and none is being made. */
  readonly untilEmpty: boolean;
  /** Aborted by Ctrl-C: the job is put back. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/**
 * Take jobs from a queue and make them, one at a time. A job is given up to the queue's memory only when its files are in place; until then it is
 * put back, or somebody else takes it when nothing is heard of this worker.
 *
 * fails E_JOB when three different jobs fail one after the other
 */
export async function work(queue: Queue, process: JobProcess, options: WorkOptions): Promise<void> {
  const failed = new Map<string, string>();
  const stop = (): void => process.stop();
  options.signal.addEventListener('abort', stop);
  try {
    while (!options.signal.aborted) {
      const delivery = await queue.next();
      if (delivery === undefined) {
        if (options.untilEmpty && (await isEmpty(queue))) return;
        continue;
      }
      const error = await workOn(delivery, queue, process, options);
      if (error === undefined) failed.clear();
      else failed.set(nameOf(delivery), error);
      if (failed.size >= MOST_FAILED) throw unfit(failed);
    }
  } finally {
    options.signal.removeEventListener('abort', stop);
    process.close();
  }
}

const nameOf = ({ job: { run, share } }: Delivery): string => `${run} ${share.index}/${share.of}`;

/** The error with which a job failed, if it did. */
async function workOn(
  delivery: Delivery,
  queue: Queue,
  process: JobProcess,
  options: WorkOptions,
): Promise<string | undefined> {
  const { job, tries } = delivery;
  const worker = `${hostname()}-${globalThis.process.pid}`;
  const of: OfJob = { run: job.run, job: job.share.index, of: job.share.of, worker, try: tries };
  if (tries > TRIES) {
    await settle(delivery, queue, { ...of, state: 'failed', error: `${TRIES} workers were lost with it` });
    return undefined;
  }
  void queue.report({ ...of, state: 'running' }, 1);
  const start = performance.now();
  let reported = start;
  const outcome = await process.make(job, (progress) => {
    if (performance.now() - reported < REPORT_MS) return;
    reported = performance.now();
    void queue.report({ ...of, state: 'running', ...progress }, 1);
  });
  if (options.signal.aborted && !outcome.ok) {
    delivery.putBack(0);
    return undefined;
  }
  const seconds = Math.round((performance.now() - start) / 100) / 10;
  const isLast = tries === TRIES;
  const report: End = outcome.ok
    ? { ...of, state: 'done', seconds }
    : { ...of, state: isLast ? 'failed' : 'again', error: outcome.error };
  options.say(`job ${nameOf(delivery)} ${toldOf(report)}`);
  await settle(delivery, queue, report);
  return outcome.ok ? undefined : outcome.error;
}

type End = Extract<Report, { readonly state: 'done' | 'again' | 'failed' }>;

function toldOf(report: End): string {
  if (report.state === 'done') return `done, ${report.seconds} s`;
  return `failed, try ${report.try} of ${TRIES}${report.state === 'failed' ? ', the last one' : ''}: ${report.error}`;
}

/** Say how a try ended. The queue forgets the job only when it has heard that: else somebody looks at its files again. */
async function settle(delivery: Delivery, queue: Queue, report: End): Promise<void> {
  const isHeard = await queue.report(report, ATTEMPTS);
  if (report.state !== 'again' && isHeard) await delivery.end();
  else delivery.putBack(report.state === 'again' ? 1000 * 2 ** (report.try - 1) : 0);
}

const isEmpty = async (queue: Queue): Promise<boolean> => {
  const counts = await queue.counts().catch(() => undefined);
  return counts !== undefined && counts.waiting + counts.running === 0;
};

const unfit = (failed: ReadonlyMap<string, string>): HpdmError =>
  new HpdmError({
    code: 'E_JOB',
    message: `${failed.size} jobs failed one after the other, so it may be this worker that is not right: it ends`,
    got: [...failed.values()].at(-1) ?? '',
    try: 'the same version and files as where the jobs were submitted; hpdm farm watch shows what other workers say',
  });
