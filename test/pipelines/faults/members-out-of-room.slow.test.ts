import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { scratch } from '../cli/command-line.js';
import { Gang, lastOf, unfinished, training } from './gang.js';

const folder = scratch();
const STEPS = ['--steps', '20', '--every', '5'];

beforeAll(async () => {
  expect(await new Gang(folder, training('whole', STEPS)).ended).toBe(0);
});

test.each([0, 1])(
  'member %i cannot allocate: it is named, all begin again, and the bytes are the same',
  async (rank) => {
    const out = `memory-${rank}`;
    const gang = new Gang(folder, training(out, STEPS));
    await gang.says(/"wrote".*step-0000005/);
    const again = gang.says(/all begin again/);
    const pid = gang.members[rank] ?? 0;
    // no more than it has now
    const [, size] = /VmSize:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    execFileSync('prlimit', ['--pid', String(pid), `--as=${1024 * Number(size)}`]);
    await again;
    expect(await gang.ended).toBe(0);
    expect(gang.said).toMatch(
      new RegExp(
        `member ${rank} of 2 was ended by SIGABRT \\(if its memory ran out: fewer --members take less, and hpdm plan`,
      ),
    );
    expect(gang.said).not.toMatch(/\n {4}at /);
    expect(lastOf(folder, out)).toEqual(lastOf(folder, 'whole'));
  },
);

test('the disk is full at a checkpoint: said once, nothing begins again, and --resume ends in the same bytes where there is room', async () => {
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  // for two checkpoints and the record
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1100k', 'tmpfs', disk]).status !== 0) {
    process.stderr.write('skipped: mounting a small disk needs root\n');
    return;
  }
  try {
    const gang = new Gang(folder, training('disk', STEPS));
    expect(await gang.ended).toBe(3);
    expect(gang.said).toMatch(
      /step-0000020 {2}E_DISK_FULL\n +the disk is full[^]*try +free some space.*--resume\n[^]*member 0 of 2 failed\n$/,
    );
    expect(gang.said).not.toMatch(/begin again|E_MEMBER_LOST/);
    expect(unfinished(folder, 'disk')).toEqual([]);
    execFileSync('mount', ['-o', 'remount,size=20m', disk]);
    expect(await new Gang(folder, training('disk', [...STEPS, '--resume'])).ended).toBe(0);
    expect(lastOf(folder, 'disk')).toEqual(lastOf(folder, 'whole'));
  } finally {
    spawnSync('umount', [disk]);
  }
});
