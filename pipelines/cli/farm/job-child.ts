import { HpdmError } from '../../../dsl/index.js';
import type { BackendChoice } from '../../../operators/tensor/select-backend.js';
import { keepWeights } from '../../../operators/training/kept-weights.js';
import { given } from '../run-flags.js';
import type { Job } from './job.js';
import type { Outcome, Said } from './job-process.js';
import { makeJob } from './make-job.js';

/** The process that computes: it makes one job after the other, as its worker says, and ends with it. */
const [backend, memory] = process.argv.slice(2);

process.on('disconnect', () => process.exit(3));
process.on('message', (job: Job) => {
  void make(job).then(say);
});

async function make(job: Job): Promise<Outcome> {
  const limit = Number(memory) > 0 ? { memory: { most: Number(memory) } } : {};
  const chosen = backend === '' ? undefined : (backend as BackendChoice | undefined);
  keepWeights();
  try {
    await makeJob(job, { ...given({ backend: chosen }), ...limit }, say);
    return { ok: true };
  } catch (error) {
    return { ok: false, error: error instanceof HpdmError ? error.message : ((error as Error).stack ?? String(error)) };
  }
}

function say(what: Said): void {
  process.send?.(what);
}
