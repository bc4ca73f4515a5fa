import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Queue } from '../../../../pipelines/cli/farm/queue.js';
import { submitDocument } from '../../../../pipelines/cli/farm/submit-document.js';
import { run, scratch, spawned } from '../command-line.js';
import { FarmProcess, videosIn } from './farm-process.js';
import { manyClips } from './many-documents.js';
import { Nats, onNats } from './nats.js';

const folder = scratch();
const nats = await Nats.make();
const COPIES = 6;

onNats('a document of jobs', () => {
  let queue: Queue;
  let clips: string;
  beforeAll(async () => {
    await nats.start();
    queue = await nats.queue(3000);
    clips = (await manyClips(folder, COPIES, 500)).join();
  }, 120_000);
  afterAll(async () => {
    await queue.close();
    await nats.kill();
  });

  /** The videos of a run by their numbers. */
  const made = (out: string): Record<string, Buffer> =>
    Object.fromEntries(
      Object.entries(videosIn(folder, /^(?!small)|\.yaml$/))
        .filter(([name]) => name.startsWith(out))
        .map(([name, bytes]) => [name.slice(out.length), bytes]),
    );

  test('is made by two workers, one of which is killed, byte for byte as by hpdm run', async () => {
    const values = ['many.yaml', `clips=${clips}`];
    expect(await run(folder, ['run', ...values, 'out=small-one', '-q'])).toMatchObject({ status: 0 });
    const args = ['farm', 'submit', '--queue', nats.url, ...values];
    const submitted = spawned(folder, [...args, 'out=small-many'], { HPDM_FARM_LEASE: '3' });
    expect(submitted).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/small-many-0\.mp4 …: 6 jobs, 6 added\n/),
    });
    const again = spawned(folder, [...args, 'out=small-many'], { HPDM_FARM_LEASE: '3' });
    expect(again).toMatchObject({ status: 0, stdout: expect.stringMatching(/6 jobs, 0 added; 6 were in the queue\n/) });
    const workers = [1, 2].map(() => new FarmProcess(folder, ['work', '--until-empty', '--queue', nats.url]));
    for await (const { report } of queue.reports(new AbortController().signal)) if (report.state === 'running') break;
    workers[0]?.child.kill('SIGKILL');
    expect(await workers[1]?.ended).toBe(0);
    const [one, many] = [made('small-one'), made('small-many')];
    expect(Object.keys(one)).toHaveLength(COPIES);
    expect(many).toEqual(one);
  }, 300_000);

  test('has one job of each name, and refuses what is no such document or a flag of a sampling', async () => {
    const asked = {
      file: join(folder, 'many.yaml'),
      set: { clips: clips.replaceAll('clip', `${folder}/clip`) },
      seed: 0,
    };
    const { run: name } = await submitDocument(queue, asked);
    expect((await submitDocument(queue, { ...asked, set: { ...asked.set, out: 'other' } })).run).not.toBe(name);
    const refused = async (...args: string[]) => run(folder, ['farm', 'submit', '--queue', nats.url, ...args]);
    expect(await refused('many.yaml', `clips=${clips}`, '--count', '9')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/E_SET[^]*--count, a flag of a sampling/),
    });
    expect(await refused('train')).toMatchObject({ status: 2, stderr: expect.stringMatching(/E_JOBS/) });
  }, 60_000);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));
