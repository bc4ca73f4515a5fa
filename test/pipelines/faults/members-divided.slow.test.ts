import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { scratch, TINY } from '../cli/command-line.js';
import { Gang, lastOf, unfinished, training } from './gang.js';

const folder = scratch();
// 4.9 million parameters, whose vectors one member does not hold in 160 MiB: 170 MiB; a part of them it does: 124 MiB
const LITTLE = ['--memory', '160MiB'];
const STEPS = ['--steps', '24', '--every', '4', '--keep', '1', '--restarts', '99'];

const wide = (out: string, more: readonly string[]): string[] => training(out, more, 'wide.yaml');

beforeAll(async () => {
  writeFileSync(join(folder, 'wide.yaml'), TINY.replaceAll(/([wW])idth: 16/g, '$1idth: 256'));
  const whole = new Gang(folder, wide('whole', STEPS));
  expect(await whole.ended).toBe(0);
  expect(whole.said).not.toContain('members divide');
});

test('members that divide moments and average, killed and hung in turn: the bytes are those of members that hold all', async () => {
  const gang = new Gang(folder, wide('divided', [...STEPS, ...LITTLE]));
  await gang.says(/2 members divide the moments and the average of the weights/);
  const faults = [
    [1, 'SIGKILL'],
    [0, 'SIGKILL'],
    [1, 'SIGSTOP'],
    [0, 'SIGSTOP'],
  ] as const;
  for (const [rank, signal] of faults) {
    await gang.steps();
    await gang.signalled(rank, signal);
  }
  expect(await gang.ended).toBe(0);
  expect(lastOf(folder, 'divided')).toEqual(lastOf(folder, 'whole'));
  expect(unfinished(folder, 'divided')).toEqual([]);
});

test('the disk is full at a checkpoint of them: said once, and --resume ends in the same bytes where there is room', async () => {
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  // for two checkpoints of 79 MiB, and the record; a third is written before the first is removed
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=180m', 'tmpfs', disk]).status !== 0) {
    process.stderr.write('skipped: mounting a small disk needs root\n');
    return;
  }
  try {
    const many = ['--keep', '9'];
    const gang = new Gang(folder, wide('disk', [...STEPS, ...many, ...LITTLE]));
    expect(await gang.ended).toBe(3);
    expect(gang.said).toMatch(/E_DISK_FULL\n +the disk is full[^]*--resume\n[^]*member 0 of 2 failed\n$/);
    expect(gang.said).not.toMatch(/begin again|E_MEMBER_LOST/);
    expect(unfinished(folder, 'disk')).toEqual([]);
    execFileSync('mount', ['-o', 'remount,size=900m', disk]);
    expect(await new Gang(folder, wide('disk', [...STEPS, ...many, ...LITTLE, '--resume'])).ended).toBe(0);
    expect(lastOf(folder, 'disk')).toEqual(lastOf(folder, 'whole'));
  } finally {
    spawnSync('umount', [disk]);
  }
});
