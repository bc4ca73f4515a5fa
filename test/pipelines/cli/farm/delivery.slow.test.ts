import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Delivery } from '../../../../pipelines/cli/farm/delivery.js';
import type { Queue } from '../../../../pipelines/cli/farm/queue.js';
import { jobOf } from './jobs.js';
import { Nats, onNats } from './nats.js';

const nats = await Nats.make();

onNats('a job that a worker holds', () => {
  let [one, other] = [] as unknown as [Queue, Queue];
  beforeAll(async () => {
    await nats.start();
    one = await nats.queue();
    other = await nats.queue();
  });
  afterAll(async () => {
    await one.close();
    await other.close();
  });

  test('stays its own for longer than the lease while it beats; put back, another worker gets it, as the next try', async () => {
    await one.submit(jobOf('held', 0));
    const held = (await one.next()) as Delivery;
    expect([held.job, held.tries]).toEqual([jobOf('held', 0), 1]);
    // each waits two seconds, and the lease is one and a half
    expect([await other.next(), await other.next()]).toEqual([undefined, undefined]);
    held.putBack(0);
    const again = (await other.next()) as Delivery;
    expect([again.job, again.tries]).toEqual([jobOf('held', 0), 2]);
    expect(await again.end()).toBe(true);
    expect(await one.counts()).toEqual({ waiting: 0, running: 0 });
  }, 60_000);

  test('of a worker that is lost goes to another one', async () => {
    await one.submit(jobOf('lost', 0));
    const lost = await nats.queue();
    expect(await lost.next()).toMatchObject({ tries: 1 });
    await lost.close();
    let taken: Delivery | undefined;
    for (let i = 0; i < 10 && taken === undefined; i++) taken = await other.next();
    expect(taken?.tries).toBe(2);
    await taken?.end();
  }, 60_000);
});
