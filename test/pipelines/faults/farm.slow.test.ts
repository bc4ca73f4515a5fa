import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { entries, run, scratch } from '../cli/command-line.js';
import { FarmProcess, videosIn } from '../cli/farm/farm-process.js';
import { hasNats, Nats } from '../cli/farm/nats.js';
import { OwnNetwork } from './own-network.js';

const folder = scratch();
const network = hasNats ? await OwnNetwork.make() : undefined;
const within = network?.within ?? [];
const nats = await Nats.make(within);
const SAMPLE = ['--checkpoint', 'model', '--count', '40', '--seed', '5', '--scale', '1', '--steps', '2,1', '--out'];
const WORK = ['work', '--until-empty', '--queue', nats.url];
const CUT_SECONDS = 15;

const worker = (): FarmProcess => new FarmProcess(folder, WORK, within);
const filesOf = (name: string): Record<string, Buffer> => videosIn(join(folder, name));
/** Wait until so many videos are there. */
const made = async (name: string, count: number): Promise<void> => {
  const videos = (): number =>
    entries(folder).includes(name) ? entries(join(folder, name)).filter((file) => file.endsWith('.mp4')).length : 0;
  while (videos() < count) await wait(100);
};

(network === undefined ? describe.skip : describe)('40 videos by a farm', () => {
  let whole: Record<string, Buffer>;

  const submitted = async (out: string): Promise<void> => {
    const args = ['submit', ...SAMPLE, `${out}/{n}.mp4`, '--jobs', '20', '--queue', nats.url];
    const submit = new FarmProcess(folder, args, within);
    expect([await submit.ended, submit.said]).toEqual([0, '']);
  };

  beforeAll(async () => {
    const train = 'train --cascade tiny.yaml --batch 1 --steps 1 --out model --set preview=0 -q';
    expect(await run(folder, train.split(' '))).toMatchObject({ status: 0 });
    expect(await run(folder, ['sample', ...SAMPLE, 'whole/{n}.mp4', '-q'])).toMatchObject({ status: 0 });
    whole = filesOf('whole');
    expect(Object.keys(whole).length).toBe(80);
  });
  beforeEach(() => nats.start());
  afterEach(async () => {
    await nats.kill();
    nats.wipe();
  });

  test('of three workers: every file is that of one process, and none is missing', async () => {
    await submitted('clean');
    const workers = [1, 2, 3].map(worker);
    for (const { ended } of workers) expect(await ended).toBe(0);
    expect(filesOf('clean')).toEqual(whole);
  });

  test('that does not reach its server for 15 s: the same', async () => {
    await submitted('cut');
    const workers = [1, 2, 3].map(worker);
    await made('cut', 2);
    network?.cut([nats.port]);
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
    const poor = new FarmProcess(folder, WORK, [...within, 'unshare', '-m', 'sh', '-c', script, 'sh']);
    const rich = worker();
    expect([await poor.ended, poor.said]).toEqual([
      2,
      expect.stringMatching(/E_DISK_FULL\n +the disk is full[^]*E_JOB[^]*it ends/),
    ]);
    expect(await rich.ended).toBe(0);
    // what a full disk stopped is in a hidden folder, to go on from
    const theirs = videosIn(join(folder, `${out}-full`), /^\./);
    expect({ ...theirs, ...filesOf(out) }).toEqual(whole);
    for (const [name, bytes] of Object.entries(theirs)) expect(bytes).toEqual(whole[name]);
  });
});
