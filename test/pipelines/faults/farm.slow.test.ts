import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { hasNats } from '../cli/farm/nats.js';
import { entries, run, scratch } from '../cli/command-line.js';
import { OwnNetwork } from './own-network.js';

const folder = scratch();
const network = hasNats ? await OwnNetwork.make() : undefined;
const PORT = 4222;
const URL = `nats://127.0.0.1:${PORT}`;
const SAMPLE = ['--checkpoint', 'model', '--count', '40', '--seed', '5', '--scale', '1', '--steps', '2,1', '--out'];
const CUT_SECONDS = 15;

/** A process in the network of the test. */
class Beside {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  said = '';
  constructor(...words: readonly string[]) {
    const [program = '', ...args] = [...(network?.within ?? []), ...words];
    const env = { ...process.env, HPDM_FARM_LEASE: '3' };
    this.child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env });
    this.child.stderr?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    this.ended = new Promise((end) => this.child.once('close', end));
  }
}

const farm = (...args: readonly string[]): string[] => [
  ...[process.execPath, resolve('pipelines/cli/bin.js'), 'farm', ...args, '--queue', URL],
];
const WORK = farm('work', '--until-empty');

/** The files in a folder, without the sheet, which farms do not make. */
const filesOf = (name: string, isWanted: (file: string) => boolean = () => true): Record<string, Buffer> =>
  Object.fromEntries(
    entries(join(folder, name))
      .filter((file) => !file.endsWith('.png') && isWanted(file))
      .map((file) => [file, readFileSync(join(folder, name, file))]),
  );
/** Wait until so many videos are there. */
const made = async (name: string, count: number): Promise<void> => {
  const videos = (): number =>
    entries(folder).includes(name) ? entries(join(folder, name)).filter((file) => file.endsWith('.mp4')).length : 0;
  while (videos() < count) await wait(100);
};

(network === undefined ? describe.skip : describe)('40 videos by a farm', () => {
  let whole: Record<string, Buffer>;
  let server: Beside;

  const submitted = async (out: string): Promise<void> => {
    server = new Beside('nats-server', '--jetstream', '--store_dir', mkdtempSync(join(folder, 'nats-')), '--addr', '127.0.0.1', '--port', String(PORT)); // prettier-ignore
    while (!server.said.includes('Server is ready')) await wait(50);
    const submit = new Beside(...farm('submit', ...SAMPLE, `${out}/{n}.mp4`, '--jobs', '20'));
    expect([await submit.ended, submit.said]).toEqual([0, '']);
  };

  beforeAll(async () => {
    const train = 'train --cascade tiny.yaml --batch 1 --steps 1 --out model --set preview=0 -q';
    expect(await run(folder, train.split(' '))).toMatchObject({ status: 0 });
    expect(await run(folder, ['sample', ...SAMPLE, 'whole/{n}.mp4', '-q'])).toMatchObject({ status: 0 });
    whole = filesOf('whole');
    expect(Object.keys(whole).length).toBe(80);
  });
  afterEach(async () => {
    server.child.kill('SIGKILL');
    await server.ended;
  });

  test('of three workers: every file is that of one process, and none is missing', async () => {
    await submitted('clean');
    const workers = [1, 2, 3].map(() => new Beside(...WORK));
    for (const { ended } of workers) expect(await ended).toBe(0);
    expect(filesOf('clean')).toEqual(whole);
  });

  test('that does not reach its server for 15 s: the same', async () => {
    await submitted('cut');
    const workers = [1, 2, 3].map(() => new Beside(...WORK));
    await made('cut', 2);
    network?.cut([PORT]);
    await wait(1000 * CUT_SECONDS);
    network?.restore();
    for (const { ended } of workers) expect(await ended).toBe(0);
    expect(filesOf('cut')).toEqual(whole);
  });

  test.each([
    ['no video', 24],
    ['a few videos', 120],
  ])('of two workers, one with room for %s: it says so and ends, and the other makes its jobs', async (room, size) => {
    const out = room.replaceAll(' ', '-');
    mkdirSync(join(folder, out));
    await submitted(out);
    // on its own disk, as seen by nobody else; what is on it in the end is copied
    const script = `mount -t tmpfs -o size=${size}k tmpfs ${out} && "$@"; code=$?; cp -r ${out} ${out}-full; exit $code`;
    const poor = new Beside('unshare', '-m', 'sh', '-c', script, 'sh', ...WORK);
    const rich = new Beside(...WORK);
    expect([await poor.ended, poor.said]).toEqual([
      2,
      expect.stringMatching(/E_DISK_FULL\n +the disk is full[^]*E_JOB[^]*it ends/),
    ]);
    expect(await rich.ended).toBe(0);
    // what a full disk stopped is in a hidden folder, to go on from
    const theirs = filesOf(`${out}-full`, (file) => !file.startsWith('.'));
    expect({ ...theirs, ...filesOf(out) }).toEqual(whole);
    for (const [name, bytes] of Object.entries(theirs)) expect(bytes).toEqual(whole[name]);
  });
});
