import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { entries, run, scratch, spawned, spawnedUntil, TINY } from '../command-line.js';
import { membersOf } from './members-of.js';

const folder = scratch();
const SILENT = { TF_CPP_MIN_LOG_LEVEL: '3' };

/** Guided, with latents that go from step to step, and 25 tiles over each of 7 slabs, all of which overlap. */
const OVERLAPPING = TINY.replace('channels: 1', 'channels: 1\ncondition: { classes: 10 }')
  .replace('steps: 2, overlap: [0, 0, 0]', 'steps: 3, overlap: [0.5, 0.4375, 0.4375]')
  .replace('heads: 2', 'heads: 2\n  selfCondition: true');
const sample = (out: string, ...more: string[]): string[] => [
  ...['sample', '--checkpoint', 'model', '--class', '3', '--guidance', '2', '--seed', '5', '--scale', '1'],
  ...['--out', out, ...more],
];
const bytes = (name: string): Buffer => readFileSync(join(folder, name));

beforeAll(async () => {
  writeFileSync(join(folder, 'overlapping.yaml'), OVERLAPPING);
  const train = ['run', 'train-classes', 'cascade=overlapping.yaml', 'batch=2', 'steps=10', 'out=model', '--quiet'];
  expect(await run(folder, train)).toMatchObject({ status: 0 });
  expect(await run(folder, sample('one.mp4', '--quiet'))).toMatchObject({ status: 0 });
});

test('two and three members write the video, the sheet and the record of one process, byte for byte', () => {
  for (const members of ['2', '3']) {
    const ended = spawned(folder, sample(`by-${members}.mp4`, '--members', members, '--quiet'), SILENT);
    expect(ended).toEqual({ status: 0, stdout: '', stderr: '' });
    for (const end of ['mp4', 'png', 'json']) {
      expect(bytes(`by-${members}.${end}`).equals(bytes(`one.${end}`))).toBe(true);
    }
  }
  // the leader alone keeps what is finished, and removes it
  expect(entries(folder).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('a member that is killed: one message, no video, exit code 3; then --resume ends in the same bytes', async () => {
  const args = sample('killed.mp4', '--members', '2', '--events', '-');
  const { status, stderr } = await spawnedUntil(folder, args, /"level.1.solve","done":6/, (launcher) => {
    process.kill(membersOf(launcher)[1] ?? 0, 'SIGKILL');
  });
  expect(stderr).toMatch(/member 1 of 2 was ended by SIGKILL/);
  expect(stderr).not.toMatch(/begin again/);
  expect(status).toBe(3);
  expect(entries(folder).filter((name) => name.includes('killed'))).toEqual(['.killed.mp4.unfinished']);
  expect(spawned(folder, sample('killed.mp4', '--members', '2', '--resume'), SILENT).status).toBe(0);
  expect(bytes('killed.mp4').equals(bytes('one.mp4'))).toBe(true);
});

test('Ctrl-C stops all members, and one process goes on to the same bytes', async () => {
  const args = sample('stopped.mp4', '--members', '2', '--events', '-');
  const { status, stderr } = await spawnedUntil(folder, args, /"level.1.solve","done":6/, (launcher) => {
    launcher.kill('SIGINT');
  });
  expect([status, stderr]).toEqual([130, expect.not.stringContaining('E_MEMBER')]);
  expect(spawned(folder, sample('stopped.mp4', '--resume'), SILENT).status).toBe(0);
  expect(bytes('stopped.mp4').equals(bytes('one.mp4'))).toBe(true);
});

test('shares have no members', () => {
  const { status, stderr } = spawned(folder, sample('{n}.mp4', '--members', '2', '--share', '0/2'));
  expect([status, stderr]).toEqual([
    2,
    expect.stringMatching(/E_SET[^]*--members, for one video, or --share, for many/),
  ]);
});
