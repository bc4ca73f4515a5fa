import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Queue } from '../../../../pipelines/cli/farm/queue.js';
import { submit } from '../../../../pipelines/cli/farm/submit.js';
import { jobOf } from './jobs.js';
import { Nats, onNats } from './nats.js';

const nats = await Nats.make();

onNats('submitting jobs', () => {
  let queue: Queue;
  beforeAll(async () => {
    await nats.start();
    queue = await nats.queue();
  });
  afterAll(() => queue.close());

  test('adds those that are not in the queue, and says what the run is', async () => {
    const run = { run: 'a', about: 'two videos', jobs: 2 };
    await queue.submit(jobOf('a', 1));
    expect(await submit(queue, run, ({ index }) => jobOf('a', index))).toEqual({ ...run, added: 1 });
    const submitted = [];
    for await (const { report, isLast } of queue.reports(new AbortController().signal)) {
      submitted.push(report);
      if (isLast) break;
    }
    expect(submitted).toEqual([{ state: 'submitted', run: 'a', of: 2, about: 'two videos' }]);
  });
});
