import { earlierRun, HpdmError, itemAt, type RunEvent } from '../../../dsl/index.js';
import { version } from '../../../operators/disk/version.js';
import { execute } from '../execute.js';
import { resumeRun } from '../resume-run.js';
import { RunReport } from '../run-report.js';
import { given, type RunFlags } from '../run-flags.js';
import { runSampling } from '../sample/run-sampling.js';
import { jobsOfDocument, type DocumentOfJobs } from './document-of-jobs.js';
import type { DocumentJob, Job } from './job.js';
import type { Progress } from './job-process.js';

type Own = Pick<RunFlags, 'backend' | 'memory'>;

/**
 * Make a job.
 *
 * @param own what the worker was started with
 * @param onProgress hears of the slabs of a sampling, or of that node of a document that knows how much it has to do
 * fails E_JOB where the worker would make something else than was submitted; otherwise like `runSampling` and `execute`
 */
export async function makeJob(job: Job, own: Own, onProgress: (progress: Progress) => void): Promise<void> {
  const onEvent = (event: RunEvent): void => {
    if (event.type !== 'progress' || event.total === undefined) return;
    if ('record' in job && event.node !== 'slabs') return;
    onProgress({ done: event.done, total: event.total });
  };
  if ('document' in job) return makeCopy(job, own, onEvent);
  const { flags, share, record: expected } = job;
  await runSampling({ ...flags, ...own, quiet: true, share }, new RunReport(), { expected, onEvent });
}

async function makeCopy(
  { document, share }: DocumentJob,
  { backend, memory }: Own,
  onEvent: (event: RunEvent) => void,
): Promise<void> {
  if (document.hpdm !== version) throw other(document, `hpdm ${document.hpdm}`, `hpdm ${version}`);
  const { jobs, content } = await jobsOfDocument(document, memory);
  if (content !== document.content || jobs.length !== share.of) {
    throw other(
      document,
      'the document and the weights of where the job was submitted',
      'another document, or other weights',
    );
  }
  const { seed } = document;
  const copy = itemAt(jobs, share.index);
  const options = { quiet: true, seed, onEvent, ...given({ backend }) };
  // a worker that was lost or stopped may have left checkpoints
  await (earlierRun(copy) === undefined ? execute(copy, options) : resumeRun(copy, options));
}

const other = ({ file }: DocumentOfJobs, expected: string, got: string): HpdmError => {
  const advice = 'copy what is another to this machine, or submit again';
  return new HpdmError({ code: 'E_JOB', place: { file }, expected, got, try: advice });
};
