import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Queue } from '../../../../pipelines/cli/farm/queue.js';
import { submitSampling } from '../../../../pipelines/cli/farm/submit-sampling.js';
import { run, scratch } from '../command-line.js';
import { Nats, onNats } from './nats.js';

const folder = scratch();
const nats = await Nats.make();

onNats('submitting a sampling', () => {
  let queue: Queue;
  const flags = { set: {}, checkpoint: join(folder, 'model'), count: 9, out: join(folder, '{n}.mp4') };
  beforeAll(async () => {
    await nats.start();
    queue = await nats.queue();
    const train = 'train --cascade tiny.yaml --batch 1 --steps 1 --out model --set preview=0 -q';
    expect(await run(folder, train.split(' '))).toMatchObject({ status: 0 });
  }, 120_000);
  afterAll(() => queue.close());

  test('makes a job of every four videos, once', async () => {
    const first = await submitSampling(queue, flags, undefined);
    expect(first).toMatchObject({ about: expect.stringMatching(/^9 videos, /), jobs: 3, added: 3 });
    expect(await submitSampling(queue, flags, undefined)).toEqual({ ...first, added: 0 });
    expect(await queue.counts()).toEqual({ waiting: 3, running: 0 });
    expect(await submitSampling(queue, flags, 20)).toMatchObject({ jobs: 9, added: 9 });
  }, 60_000);

  test('refuses what could not be sampled, and adds nothing', async () => {
    const before = await queue.counts();
    await expect(submitSampling(queue, { ...flags, out: 'all.mp4' }, undefined)).rejects.toThrow(/E_SET/);
    await expect(submitSampling(queue, { ...flags, steps: [0] }, undefined)).rejects.toThrow(/E_CASCADE/);
    expect(await queue.counts()).toEqual(before);
  }, 60_000);
});
