import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Job } from '../../../../pipelines/cli/farm/job.js';
import { JobProcess, type Outcome } from '../../../../pipelines/cli/farm/job-process.js';
import type { Queue } from '../../../../pipelines/cli/farm/queue.js';
import { TRIES, work } from '../../../../pipelines/cli/farm/work.js';
import { jobOf } from './jobs.js';
import { Nats, onNats } from './nats.js';

const nats = await Nats.make();

/** Makes jobs as a test says, at once. */
class Made extends JobProcess {
  readonly #outcome: (job: Job) => Outcome;
  constructor(outcome: (job: Job) => Outcome) {
    super([]);
    this.#outcome = outcome;
  }
  override make(job: Job): Promise<Outcome> {
    return Promise.resolve(this.#outcome(job));
  }
}

onNats('a worker', () => {
  let queue: Queue;
  beforeAll(async () => {
    await nats.start();
    queue = await nats.queue();
  });
  afterAll(() => queue.close());

  const worked = async (outcome: (job: Job) => Outcome) => {
    const lines: string[] = [];
    const { signal } = new AbortController();
    await work(queue, new Made(outcome), { untilEmpty: true, signal, say: (line) => lines.push(line) });
    return lines;
  };

  test('makes all jobs, and tries one that fails until it has failed for good', async () => {
    for (const index of [0, 1, 2]) await queue.submit(jobOf('a', index, 3));
    const made: number[] = [];
    const lines = await worked(({ share }) => {
      made.push(share.index);
      return share.index === 1 ? { ok: false, error: 'poison' } : { ok: true };
    });
    expect(made.filter((index) => index === 1).length).toBe(TRIES);
    expect(made.filter((index) => index !== 1).sort()).toEqual([0, 2]);
    expect(lines.at(-1)).toMatch(/a 1\/3 failed, try 5 of 5, the last one: poison/);
    expect(await queue.counts()).toEqual({ waiting: 0, running: 0 });
    const states: string[] = [];
    for await (const { report, isLast } of queue.reports(new AbortController().signal)) {
      if (report.state !== 'running') states.push(`${report.state} ${'job' in report ? report.job : ''}`);
      if (isLast) break;
    }
    expect(states.sort()).toEqual(['done 0', 'done 2', 'failed 1']);
  }, 120_000);

  test('ends when three different jobs fail one after the other, and leaves them in the queue', async () => {
    for (const index of [0, 1, 2, 3]) await queue.submit(jobOf('b', index, 4));
    await expect(worked(() => ({ ok: false, error: 'no such checkpoint' }))).rejects.toThrow(
      /E_JOB[^]*no such checkpoint/,
    );
    expect(await queue.counts().then(({ waiting, running }) => waiting + running)).toBe(4);
  }, 60_000);
});
