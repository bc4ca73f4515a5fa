import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { onTensorflow } from '../backends.js';
import { entries, run, scratch, spawned, spawnedUntil } from './cli/command-line.js';

const folder = scratch();
const SAMPLE = 'sample --checkpoint model --count 5 --batch 2 --seed 5 --scale 1 --out'.split(' ');

/** The bytes of all files in a folder but the contact sheet, which no share has. */
const filesOf = (name: string): Record<string, Buffer> =>
  Object.fromEntries(
    entries(join(folder, name))
      .filter((file) => !file.endsWith('.png'))
      .map((file) => [file, readFileSync(join(folder, name, file))]),
  );

const sampled = (out: string, ...flags: readonly string[]) => run(folder, [...SAMPLE, `${out}/{n}.mp4`, ...flags]);

onTensorflow('the shares of a sampling', () => {
  beforeAll(async () => {
    const train = 'train --cascade tiny.yaml --batch 1 --steps 2 --out model --set preview=0 -q';
    expect(await run(folder, train.split(' '))).toMatchObject({ status: 0 });
    mkdirSync(join(folder, 'whole'));
    expect(await sampled('whole', '-q')).toMatchObject({ status: 0 });
  }, 240_000);

  test('together are the sampling of one process, byte for byte; done again, they make nothing', async () => {
    for (const k of [2, 0, 1]) expect(await sampled('shares', '--share', `${k}/3`, '-q')).toMatchObject({ status: 0 });
    expect(filesOf('shares')).toEqual(filesOf('whole'));
    const times = () => entries(join(folder, 'shares')).map((name) => statSync(join(folder, 'shares', name)).mtimeMs);
    const before = times();
    const { status, stderr } = await sampled('shares', '--share', '1/3');
    expect([status, stderr]).toEqual([0, 'share 1/3: videos 1 to 2 of 5; nothing left to do\n']);
    expect(times()).toEqual(before);
    const other = await sampled('shares', '--share', '1/3', '--seed', '6');
    expect(other).toMatchObject({ status: 2, stderr: expect.stringMatching(/E_EXISTS[^]*1\.mp4[^]*another seed/) });
    expect(times()).toEqual(before);
  }, 240_000);

  test('one that is made like an earlier video, in a file of each, is the same', async () => {
    const like = ['sample', '--like', 'whole/0.json', '--out', 'like/{n}.mp4', '--share', '2/3', '-q'];
    expect(await run(folder, like)).toMatchObject({ status: 0 });
    expect(Object.keys(filesOf('like'))).toEqual(['3.json', '3.mp4', '4.json', '4.mp4']);
    expect(filesOf('whole')).toMatchObject(filesOf('like'));
  }, 240_000);

  test.each<[string, NodeJS.Signals, readonly string[]]>([
    ['the same command', 'SIGKILL', []],
    ['the same command', 'SIGINT', []],
    ['--resume', 'SIGKILL', ['--resume']],
  ])(
    'one that is stopped goes on with %s, after %s',
    async (_, signal, flags) => {
      const out = `stopped-${signal}-${flags.length}`;
      const args = [...SAMPLE, `${out}/{n}.mp4`, '--share', '0/1', '--batch', '1', '--events', '-'];
      const stopped = await spawnedUntil(folder, args, /"type":"wrote"/, (child) => {
        const look = setInterval(() => {
          // a video counts once its record is beside it
          if (!entries(join(folder, out)).some((name) => /^\d\.json$/.test(name))) return;
          clearInterval(look);
          child.kill(signal);
        }, 5);
      });
      expect([null, 130]).toContain(stopped.status);
      const resumed = spawned(
        folder,
        flags.length > 0 ? ['sample', '--out', `${out}/{n}.mp4`, '--share', '0/1', ...flags] : args,
      );
      expect(resumed).toMatchObject({
        status: 0,
        stderr: expect.stringMatching(/of 5; (1 is|[2-4] are) there, [1-4] to make/),
      });
      expect(filesOf(out)).toEqual(filesOf('whole'));
    },
    240_000,
  );
});
