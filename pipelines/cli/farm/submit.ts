import { load } from '../../api/load.js';
import { samplingOf, type SamplingFlags } from '../sample/sampling.js';
import { runName, type Job } from './job.js';
import type { Queue } from './queue.js';

/** Videos of a job where nothing says how many jobs there are: as many as are sampled together. */
const VIDEOS_PER_JOB = 4;

/** How often it is said that a run begins, while the server is away. */
const ATTEMPTS = 10;

/** What was submitted. */
export interface Submitted {
  readonly run: string;
  readonly videos: number;
  readonly jobs: number;
  /** How many of the jobs were not in the queue. */
  readonly added: number;
}

/**
 * Submit the shares of a sampling as jobs. What is in the queue already is not added again; a job that is done already finds its files.
 *
 * fails like `samplingOf` and `load`, before anything is submitted; E_QUEUE
 */
export async function submit(queue: Queue, flags: SamplingFlags, wanted: number | undefined): Promise<Submitted> {
  const { document, values, record, videos } = await samplingOf({ ...flags, share: { index: 0, of: 1 } });
  await load(document, { ...values, outs: videos.slice(0, 1), count: 1 });
  const jobs = Math.min(videos.length, wanted ?? Math.ceil(videos.length / VIDEOS_PER_JOB));
  const run = runName(record, videos, jobs);
  await queue.forget(run);
  const about = `${videos.length} videos, ${videos[0] ?? ''} …`;
  await queue.report({ state: 'submitted', run, of: jobs, about }, ATTEMPTS);
  let added = 0;
  for (let index = 0; index < jobs; index++) {
    const job: Job = { run, share: { index, of: jobs }, flags, record };
    if (await queue.submit(job)) added += 1;
  }
  return { run, videos: videos.length, jobs, added };
}
