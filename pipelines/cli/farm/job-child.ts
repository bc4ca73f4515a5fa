import { HpdmError } from '../../../dsl/index.js';
import { RunReport } from '../run-report.js';
import { given } from '../run-flags.js';
import { runSampling } from '../sample/run-sampling.js';
import type { Job } from './job.js';
import type { Outcome, Said } from './job-process.js';

/** The process that computes: it makes one job after the other, as its worker says, and ends with it. */
const [backend, memory] = process.argv.slice(2);

process.on('disconnect', () => process.exit(3));
process.on('message', (job: Job) => {
  void make(job).then(say);
});

async function make(job: Job): Promise<Outcome> {
  const limit = Number(memory) > 0 ? { memory: { most: Number(memory) } } : {};
  const own = { quiet: true, ...given({ backend: backend === '' ? undefined : backend }), ...limit };
  try {
    await runSampling({ ...job.flags, ...own, share: job.share }, new RunReport(), {
      expected: job.record,
      onEvent: (event) => {
        if (event.type !== 'progress' || event.node !== 'slabs' || event.total === undefined) return;
        say({ done: event.done, total: event.total });
      },
    });
    return { ok: true };
  } catch (error) {
    return { ok: false, error: error instanceof HpdmError ? error.message : ((error as Error).stack ?? String(error)) };
  }
}

function say(what: Said): void {
  process.send?.(what);
}
