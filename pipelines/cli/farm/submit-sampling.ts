import { counted } from '../../../dsl/index.js';
import { load } from '../../api/load.js';
import { samplingOf, type SamplingFlags } from '../sample/sampling.js';
import type { Queue } from './queue.js';
import { runName } from './run-name.js';
import { submit, type Submitted } from './submit.js';

/** Videos of a job where nothing says how many jobs there are: as many as are sampled together. */
const VIDEOS_PER_JOB = 4;

/**
 * Submit the shares of a sampling as jobs. What is in the queue already is not added again; a job that is done already finds its files.
 *
 * fails like `samplingOf` and `load`, before anything is submitted; E_QUEUE
 */
export async function submitSampling(
  queue: Queue,
  flags: SamplingFlags,
  wanted: number | undefined,
): Promise<Submitted> {
  const { document, values, record, videos } = await samplingOf({ ...flags, share: { index: 0, of: 1 } });
  await load(document, { ...values, outs: videos.slice(0, 1), count: 1 });
  const jobs = Math.min(videos.length, wanted ?? Math.ceil(videos.length / VIDEOS_PER_JOB));
  const run = runName(record, videos, jobs);
  const about = `${counted(videos.length, 'video')}, ${videos[0] ?? ''} …`;
  return submit(queue, { run, about, jobs }, (share) => ({ run, share, flags, record }));
}
