import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SamplingJob } from '../../../../pipelines/cli/farm/job.js';
import { JobProcess } from '../../../../pipelines/cli/farm/job-process.js';
import { samplingOf } from '../../../../pipelines/cli/sample/sampling.js';
import { onTensorflow } from '../../../backends.js';
import { entries, run, scratch } from '../command-line.js';

const folder = scratch();
const process = new JobProcess(['', '']);
afterAll(() => process.close());

/** A job of half of two videos in a folder. */
async function jobIn(out: string, index: number): Promise<SamplingJob> {
  const flags = { set: {}, checkpoint: join(folder, 'model'), count: 2, out: join(folder, out, '{n}.gif') };
  const { record } = await samplingOf(flags);
  return { run: out, share: { index, of: 2 }, flags, record };
}

onTensorflow('the process that makes jobs', () => {
  beforeAll(async () => {
    const train = 'train --cascade tiny.yaml --batch 1 --steps 1 --out model --set preview=0 -q';
    expect(await run(folder, train.split(' '))).toMatchObject({ status: 0 });
  }, 120_000);

  test('makes one job after the other, with their records, and says how far it is', async () => {
    const told: unknown[] = [];
    expect(await process.make(await jobIn('made', 0), (progress) => told.push(progress))).toEqual({ ok: true });
    const { pid } = process;
    expect(await process.make(await jobIn('made', 1), () => undefined)).toEqual({ ok: true });
    expect(process.pid).toBe(pid);
    expect(entries(join(folder, 'made'))).toEqual(['0.gif', '0.json', '1.gif', '1.json']);
    expect(told.at(-1)).toEqual({ done: 4, total: 4 });
  }, 120_000);

  test('says why a job cannot be made, and makes the next one', async () => {
    const job = await jobIn('other', 0);
    const record = { ...job.record, hashes: { ...job.record.hashes, checkpoint: 'of other weights' } };
    const outcome = await process.make({ ...job, record }, () => undefined);
    expect(outcome).toMatchObject({ ok: false, error: expect.stringMatching(/E_JOB[^]*another checkpoint/) });
    mkdirSync(join(folder, 'other'), { recursive: true });
    writeFileSync(
      join(folder, 'other', '0.json'),
      readFileSync(join(folder, 'made', '0.json'), 'utf8').replace(/"seed": 0/, '"seed": 1'),
    );
    const taken = await process.make(job, () => undefined);
    expect(taken).toMatchObject({ ok: false, error: expect.stringMatching(/E_EXISTS[^]*another seed/) });
    expect(await process.make(await jobIn('other', 1), () => undefined)).toEqual({ ok: true });
  }, 120_000);

  test('that is killed has failed with its job; the next job gets a new one', async () => {
    const job = await jobIn('killed', 0);
    const outcome = process.make(job, () => undefined);
    globalThis.process.kill(process.pid ?? NaN, 'SIGKILL');
    expect(await outcome).toMatchObject({ ok: false, error: expect.stringContaining('SIGKILL') });
    expect(await process.make(job, () => undefined)).toEqual({ ok: true });
  }, 120_000);

  test('that hangs is ended after a while', async () => {
    const hanging = new JobProcess(['', ''], 500);
    const outcome = hanging.make(await jobIn('hung', 0), () => undefined);
    globalThis.process.kill(hanging.pid ?? NaN, 'SIGSTOP');
    expect(await outcome).toMatchObject({
      ok: false,
      error: expect.stringMatching(/SIGKILL[^]*said nothing for 0.5 s/),
    });
  }, 120_000);
});
