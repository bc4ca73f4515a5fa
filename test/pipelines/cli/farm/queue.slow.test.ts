import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Delivery } from '../../../../pipelines/cli/farm/delivery.js';
import { Queue } from '../../../../pipelines/cli/farm/queue.js';
import type { Report } from '../../../../pipelines/cli/farm/report.js';
import { run } from '../command-line.js';
import { jobOf } from './jobs.js';
import { Nats, onNats } from './nats.js';

const nats = await Nats.make();

/** The next job, which may take a few tries after the server was away. */
async function taken(queue: Queue): Promise<Delivery> {
  for (;;) {
    const delivery = await queue.next();
    if (delivery !== undefined) return delivery;
  }
}

onNats('a queue', () => {
  let queue: Queue;
  beforeAll(async () => {
    await nats.start();
    queue = await nats.queue();
  });
  afterAll(() => queue.close());

  test('has a job once, until it is done; then it may be submitted again', async () => {
    expect([await queue.submit(jobOf('a', 0)), await queue.submit(jobOf('a', 1))]).toEqual([true, true]);
    expect(await queue.submit(jobOf('a', 0))).toBe(false);
    expect(await queue.counts()).toEqual({ waiting: 2, running: 0 });
    const first = await taken(queue);
    expect(await queue.submit(jobOf('a', 0))).toBe(false);
    expect(await queue.counts()).toEqual({ waiting: 1, running: 1 });
    await first.end();
    await (await taken(queue)).end();
    expect(await queue.submit(jobOf('a', 0))).toBe(true);
    await (await taken(queue)).end();
  }, 60_000);

  test('says what it is, and what is in it', async () => {
    await queue.submit(jobOf('e', 0));
    const facts = { isEncrypted: false, leaseMs: 1500, waiting: 1, running: 0 };
    expect(await queue.examine()).toMatchObject({ ...facts, version: expect.stringMatching(/^\d+\.\d+/) });
    const { stdout } = await run(process.cwd(), ['farm', 'doctor', '--queue', nats.url]);
    expect(stdout).toMatch(
      /server {6}nats-server \d[^]*encrypted {3}no[^]*round trip {2}\d+ ms[^]*1 waiting, 0 running\n$/,
    );
    await (await taken(queue)).end();
  }, 60_000);

  test('keeps its jobs while the server is killed, and is reached again without a word', async () => {
    await queue.submit(jobOf('b', 0));
    await nats.kill();
    expect(await queue.next()).toBeUndefined();
    await nats.start();
    const delivery = await taken(queue);
    expect(delivery.job.run).toBe('b');
    expect(await delivery.end()).toBe(true);
  }, 60_000);

  test('that has lost everything takes jobs again', async () => {
    await nats.kill();
    nats.wipe();
    await nats.start();
    for (;;) {
      const isAdded = await queue.submit(jobOf('c', 0)).catch(() => undefined);
      if (isAdded === true) break;
      await queue.next();
    }
    const delivery = await taken(queue);
    expect(delivery.job.run).toBe('c');
    await delivery.end();
  }, 60_000);

  test('tells the last report of each subject, and then those that come', async () => {
    expect(await queue.hasNoReports()).toBe(true);
    const of = { run: 'd', job: 0, of: 1, worker: 'w', try: 1 };
    await queue.report({ ...of, state: 'running', done: 1, total: 4 }, 1);
    await queue.report({ ...of, state: 'running', done: 2, total: 4 }, 1);
    await queue.report({ ...of, state: 'done', seconds: 1 }, 1);
    expect(await queue.hasNoReports()).toBe(false);
    const seen: Report[] = [];
    const end = new AbortController();
    for await (const { report, isLast } of queue.reports(end.signal)) {
      seen.push(report);
      if (seen.length === 2) await queue.report({ ...of, state: 'failed', error: 'x' }, 1);
      if (isLast && seen.length === 3) end.abort();
    }
    expect(seen).toMatchObject([{ state: 'running', done: 2 }, { state: 'done' }, { state: 'failed', error: 'x' }]);
    await queue.forget('d');
    expect(await queue.hasNoReports()).toBe(true);
  }, 60_000);
});

test('a server that is not there is refused at once, with what would be one', async () => {
  await expect(Queue.open({ url: 'nats://127.0.0.1:1', leaseMs: 1000 })).rejects.toThrow(
    /--queue {2}E_QUEUE[^]*nats-server --jetstream[^]*127\.0\.0\.1:1/,
  );
});
