import { version } from '../../../operators/disk/version.js';
import { jobsOfDocument, type AskedDocument } from './document-of-jobs.js';
import type { Queue } from './queue.js';
import { nameOf } from './run-name.js';
import { submit, type Submitted } from './submit.js';

/**
 * Submit the copies of a document's node with `spread: jobs`. What is in the queue already is not added again.
 *
 * fails like `jobsOfDocument`, before anything is submitted; E_QUEUE
 */
export async function submitDocument(queue: Queue, asked: AskedDocument): Promise<Submitted> {
  const { jobs, content, outputs } = await jobsOfDocument(asked);
  const document = { ...asked, hpdm: version, content };
  const run = nameOf([document, outputs]);
  const about = `${asked.file}, ${outputs[0] ?? ''} …`;
  return submit(queue, { run, about, jobs: jobs.length }, (share) => ({ run, share, document }));
}
