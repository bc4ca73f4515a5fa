import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Queue } from '../../../../pipelines/cli/farm/queue.js';
import type { Report } from '../../../../pipelines/cli/farm/report.js';
import { hasTensorflow } from '../../../backends.js';
import { entries, run, scratch, spawned } from '../command-line.js';
import { FarmProcess, videosIn } from './farm-process.js';
import { Nats, onNats } from './nats.js';

const folder = scratch();
const nats = await Nats.make();
const SAMPLE = ['--checkpoint', 'model', '--count', '12', '--seed', '5', '--scale', '1', '--steps', '12,6', '--out'];
const JOBS = 6;
const PATIENCE_MS = 600_000;

/** A process that runs beside the test. */
const beside = (...args: readonly string[]): FarmProcess => new FarmProcess(folder, [...args, '--queue', nats.url]);

(hasTensorflow ? onNats : () => test.todo('a farm: no TensorFlow'))('a farm', () => {
  let queue: Queue;
  let whole: Record<string, Buffer>;
  let workers: FarmProcess[] = [];

  const filesOf = (name: string): Record<string, Buffer> => videosIn(join(folder, name));
  const submit = (out: string): void => {
    const args = ['farm', 'submit', ...SAMPLE, `${out}/{n}.mp4`, '--jobs', String(JOBS), '--queue', nats.url];
    expect(spawned(folder, args, { HPDM_FARM_LEASE: '3' })).toMatchObject({ status: 0 });
  };
  const work = (count: number): void => {
    for (let i = 0; i < count; i++) workers.push(beside('work', '--until-empty'));
  };
  /** Wait for a report. */
  const reported = async (is: (report: Report) => boolean): Promise<Report> => {
    const end = new AbortController();
    for await (const { report } of queue.reports(end.signal)) if (is(report)) return report;
    throw new Error('the reports ended');
  };
  const allEnd = async (): Promise<void> => {
    for (const worker of workers) expect([await worker.ended, worker.said]).toEqual([0, expect.any(String)]);
  };

  beforeAll(async () => {
    const train = 'train --cascade tiny.yaml --batch 1 --steps 1 --out model --set preview=0 -q';
    expect(await run(folder, train.split(' '))).toMatchObject({ status: 0 });
    expect(await run(folder, ['sample', ...SAMPLE, 'whole/{n}.mp4', '-q'])).toMatchObject({ status: 0 });
    whole = filesOf('whole');
    expect(Object.keys(whole).length).toBe(24);
  }, PATIENCE_MS);
  beforeEach(async () => {
    await nats.start();
    queue = await nats.queue(3000);
  });
  afterEach(async () => {
    for (const { child } of workers) child.kill('SIGKILL');
    workers = [];
    await queue.close();
    await nats.kill();
    nats.wipe();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test(
    'of three workers makes every file, byte for byte, and whoever watches sees the end of all',
    async () => {
      submit('clean');
      const watching = beside('watch');
      work(3);
      await allEnd();
      expect(await watching.ended).toBe(0);
      expect(watching.said).toMatch(/: 6 of 6 jobs done, 0 running; 100 %\n$/);
      expect(filesOf('clean')).toEqual(whole);
    },
    PATIENCE_MS,
  );

  test(
    'loses no job with a worker that is killed with what it computes',
    async () => {
      submit('killed');
      work(2);
      await reported(({ state }) => state === 'running');
      workers[0]?.child.kill('SIGKILL');
      workers.shift();
      await allEnd();
      expect(filesOf('killed')).toEqual(whole);
    },
    PATIENCE_MS,
  );

  test(
    'gives the job of a worker that hangs to another one',
    async () => {
      submit('hung');
      work(2);
      const running = await reported(({ state }) => state === 'running');
      const hung = workers.find(({ child }) => 'worker' in running && running.worker.endsWith(`-${child.pid}`));
      hung?.child.kill('SIGSTOP');
      for (const worker of workers) if (worker !== hung) expect(await worker.ended).toBe(0);
      expect(filesOf('hung')).toEqual(whole);
    },
    PATIENCE_MS,
  );

  test(
    'goes on when the server was killed and is back',
    async () => {
      submit('away');
      work(2);
      await reported(({ state }) => state === 'done');
      await nats.kill();
      await nats.start();
      await allEnd();
      expect(filesOf('away')).toEqual(whole);
    },
    PATIENCE_MS,
  );

  test(
    'that has lost its store makes what is missing when everything is submitted again',
    async () => {
      submit('wiped');
      workers = [beside('work'), beside('work')];
      await reported(({ state }) => state === 'done');
      await nats.kill();
      nats.wipe();
      expect(entries(join(folder, 'wiped')).some((name) => /^\d+\.mp4$/.test(name))).toBe(true);
      await nats.start();
      submit('wiped');
      expect(await beside('watch').ended).toBe(0);
      for (const { child } of workers) child.kill('SIGINT');
      for (const { ended } of workers) expect(await ended).toBe(130);
      expect(filesOf('wiped')).toEqual(whole);
    },
    PATIENCE_MS,
  );

  test(
    'puts a job that fails every time on the list of the failed, and makes all others',
    async () => {
      submit('poison');
      mkdirSync(join(folder, 'poison'));
      writeFileSync(join(folder, 'poison', '07.json'), '{}');
      work(1);
      await allEnd();
      const watching = beside('watch');
      expect(await watching.ended).toBe(3);
      expect(watching.said).toMatch(
        /job \w+ 3\/6, try 5[^]*07\.json, which is no record[^]*5 of 6 jobs done, 0 running, 1 failed/,
      );
      const made = Object.keys(filesOf('poison')).filter((name) => name.endsWith('.mp4'));
      expect(made.length).toBe(10);
    },
    PATIENCE_MS,
  );
});
