import type { Job } from './job.js';
import type { Queue } from './queue.js';

/** How often it is said that a run begins, while the server is away. */
const ATTEMPTS = 10;

/** What was submitted. */
export interface Submitted {
  readonly run: string;
  /** What its jobs make: `20 videos, out/0.mp4 …`. */
  readonly about: string;
  readonly jobs: number;
  /** How many of the jobs were not in the queue. */
  readonly added: number;
}

/** Submit the jobs of a run. What is in the queue already is not added again; fails E_QUEUE. */
export async function submit(
  queue: Queue,
  { run, about, jobs }: Omit<Submitted, 'added'>,
  jobOf: (share: Job['share']) => Job,
): Promise<Submitted> {
  await queue.forget(run);
  await queue.report({ state: 'submitted', run, of: jobs, about }, ATTEMPTS);
  let added = 0;
  for (let index = 0; index < jobs; index++) if (await queue.submit(jobOf({ index, of: jobs }))) added += 1;
  return { run, about, jobs, added };
}
